"""Add minority notes and the municipalities behind them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "minority_notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("demand_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_minority_notes_author_id_people")),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_minority_notes_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_minority_notes_demand_id_demands")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minority_notes")),
    )
    op.create_index(op.f("ix_minority_notes_conference_id"), "minority_notes", ["conference_id"])
    op.create_table(
        "minority_note_supports",
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"], ["minority_notes.id"], name=op.f("fk_minority_note_supports_note_id_minority_notes")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_minority_note_supports_person_id_people")),
        sa.PrimaryKeyConstraint("note_id", "person_id", name=op.f("pk_minority_note_supports")),
        sa.UniqueConstraint("note_id", "key", name=op.f("uq_minority_note_supports_note_id_key")),
    )
    op.create_index("ix_minority_note_supports_person_id", "minority_note_supports", ["person_id"])
    with op.batch_alter_table("conferences", schema=None) as batch_op:
        batch_op.add_column(sa.Column("minority_municipalities", sa.Integer(), nullable=False, server_default="3"))


def downgrade() -> None:
    raise NotImplementedError("What was added since cannot be kept in the older tables: restore a backup instead.")
