"""Add the signing by municipalities: what is signed, who was asked, links, and personal support"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signings",
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_signings_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_signings_edition_id_editions")),
        sa.PrimaryKeyConstraint("conference_id", name=op.f("pk_signings")),
    )
    op.create_table(
        "signing_changes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("before_id", sa.String(), nullable=False),
        sa.Column("after_id", sa.String(), nullable=False),
        sa.Column("is_slight", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_signing_changes_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["before_id"], ["editions.id"], name=op.f("fk_signing_changes_before_id_editions")),
        sa.ForeignKeyConstraint(["after_id"], ["editions.id"], name=op.f("fk_signing_changes_after_id_editions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_changes")),
    )
    with op.batch_alter_table("signing_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signing_changes_conference_id"), ["conference_id"], unique=False)

    op.create_table(
        "signatures",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=True),
        sa.Column("reserved_until", sa.Date(), nullable=True),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("file_digest", sa.String(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("takes_mail", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'reserved') = (reserved_until IS NOT NULL)", name=op.f("ck_signatures_reservation")
        ),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_signatures_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_signatures_edition_id_editions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("conference_id", "key", name=op.f("uq_signatures_conference_id_key")),
    )
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signatures_remind_at"), ["remind_at"], unique=False)

    op.create_table(
        "signature_links",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("signature_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name=op.f("fk_signature_links_signature_id_signatures")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_signature_links")),
        sa.UniqueConstraint("key", name=op.f("uq_signature_links_key")),
    )
    with op.batch_alter_table("signature_links", schema=None) as batch_op:
        batch_op.create_index("ix_signature_links_signature_id_made_at", ["signature_id", "made_at"], unique=False)

    op.create_table(
        "personal_supports",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_personal_supports_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_personal_supports_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_personal_supports")),
    )
    with op.batch_alter_table("personal_supports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_personal_supports_conference_id"), ["conference_id"], unique=False)

    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signature_id", sa.String(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_mails_signature_id_signatures"), "signatures", ["signature_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_mails_signature_id"), ["signature_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("What was added since cannot be kept in the older tables: restore a backup instead.")
