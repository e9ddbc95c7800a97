"""Let whoever stands behind a minority note declare it, and keep the annexes that go with the letter"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nobody has declared for the municipalities that are there: until somebody does, they are named nowhere.
    with op.batch_alter_table("minority_note_supports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("function", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("letter_settings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("has_annexes", sa.Boolean(), nullable=False, server_default=sa.true()))

    op.create_table(
        "annex_files",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_annex_files_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("conference_id", "source", name=op.f("pk_annex_files")),
    )
    with op.batch_alter_table("mail_attachments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("annexes", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("What was added since cannot be kept in the older tables: restore a backup instead.")
