"""Add sending the letter: the mail around it, whom it went to, and the files that went out"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sending_texts",
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("reply_to", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_sending_texts_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("conference_id", name=op.f("pk_sending_texts")),
    )
    op.create_table(
        "sendings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'held', 'sent', 'filed', 'refused', 'bounced', 'uncertain', 'skipped')",
            name=op.f("ck_sendings_state"),
        ),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_sendings_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_sendings_edition_id_editions")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_sendings_recipient_id_recipients")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sendings")),
        sa.UniqueConstraint("recipient_id", "edition_id", name=op.f("uq_sendings_recipient_id_edition_id")),
    )
    with op.batch_alter_table("sendings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sendings_conference_id"), ["conference_id"], unique=False)

    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sending_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("turn", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reply_to", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("code", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("answer", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("digest", sa.String(), nullable=False, server_default=""))
        batch_op.create_foreign_key(batch_op.f("fk_mails_sending_id_sendings"), "sendings", ["sending_id"], ["id"])
        batch_op.create_unique_constraint(batch_op.f("uq_mails_sending_id_turn"), ["sending_id", "turn"])

    op.create_table(
        "mail_attachments",
        sa.Column("mail_id", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_mail_attachments_mail_id_mails")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.id"], name=op.f("fk_mail_attachments_recipient_id_recipients")
        ),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_mail_attachments")),
    )
    with op.batch_alter_table("mail_attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_attachments_recipient_id"), ["recipient_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("What was added since cannot be kept in the older tables: restore a backup instead.")
