"""Add the answers of recipients"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("file_digest", sa.String(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("form IN ('letter', 'mail', 'talk')", name=op.f("ck_answers_form")),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_answers_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_answers_recipient_id_recipients")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_conference_id"), ["conference_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_recipient_id"), ["recipient_id"], unique=False)

    op.create_table(
        "answer_stances",
        sa.Column("answer_id", sa.String(), nullable=False),
        sa.Column("demand_id", sa.String(), nullable=False),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "stance IN ('promised', 'partly', 'declined', 'examined', 'silent')", name=op.f("ck_answer_stances_stance")
        ),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_answer_stances_answer_id_answers")),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_answer_stances_demand_id_demands")),
        sa.PrimaryKeyConstraint("answer_id", "demand_id", name=op.f("pk_answer_stances")),
    )
    with op.batch_alter_table("answer_stances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_stances_demand_id"), ["demand_id"], unique=False)

    op.create_table(
        "letter_postings",
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_letter_postings_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("conference_id", name=op.f("pk_letter_postings")),
    )


def downgrade() -> None:
    raise NotImplementedError("What was added since cannot be kept in the older tables: restore a backup instead.")
