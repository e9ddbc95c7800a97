"""Add the letter's recipients, what stands around the paper in it, and its letterhead"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recipients",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("form", "title", "given_name", "name", "office")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("organisation", "street", "postcode", "place")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("email", "own_first_line", "own_lines")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("own_salutation", "opening")),
        sa.Column("leads", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_recipients_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients")),
    )
    with op.batch_alter_table("recipients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recipients_conference_id"), ["conference_id"], unique=False)

    op.create_table(
        "letter_settings",
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=True),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("is_short", sa.Boolean(), nullable=False),
        sa.Column("has_reasons", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("sender", "information", "place_date", "subject")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("opening", "ending", "greeting", "signature")),
        sa.Column("annexes", sa.String(), nullable=False),
        sa.Column("priorities", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_letter_settings_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_letter_settings_edition_id_editions")),
        sa.PrimaryKeyConstraint("conference_id", name=op.f("pk_letter_settings")),
    )
    op.create_table(
        "letterheads",
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("fonts", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_letterheads_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("conference_id", name=op.f("pk_letterheads")),
    )


def downgrade() -> None:
    raise NotImplementedError("What was added since cannot be kept in the older tables: restore a backup instead.")
