"""Add the public page of an edition, and its press version"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("introduction", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("has_reasons", sa.Boolean(), nullable=False),
        sa.Column("shows_signatories", sa.Boolean(), nullable=False),
        sa.Column("shows_proposers", sa.Boolean(), nullable=False),
        sa.Column("shows_votes", sa.Boolean(), nullable=False),
        sa.Column("formats", sa.JSON(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_otherwise", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("published_at IS NULL OR opens_at IS NOT NULL", name=op.f("ck_publications_opening")),
        sa.CheckConstraint("withdrawn_at IS NULL OR published_at IS NOT NULL", name=op.f("ck_publications_withdrawal")),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_publications_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_publications_edition_id_editions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        sa.UniqueConstraint("slug", name=op.f("uq_publications_slug")),
    )
    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publications_conference_id"), ["conference_id"], unique=False)

    op.create_table(
        "press_releases",
        sa.Column("publication_id", sa.String(), nullable=False),
        sa.Column("headline", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("demands", sa.JSON(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("releaser", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name=op.f("fk_press_releases_publication_id_publications")
        ),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_press_releases")),
    )


def downgrade() -> None:
    raise NotImplementedError("What was added since cannot be kept in the older tables: restore a backup instead.")
