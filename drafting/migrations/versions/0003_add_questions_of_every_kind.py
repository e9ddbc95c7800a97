"""Add questions of every kind, secret ballots and counts by hand"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blocked_badges",
        sa.Column("badge", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_blocked_badges_person_id_people")),
        sa.PrimaryKeyConstraint("badge", name=op.f("pk_blocked_badges")),
    )
    with op.batch_alter_table("blocked_badges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blocked_badges_person_id"), ["person_id"], unique=False)

    op.create_table(
        "hand_counts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("poll_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("abstain", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.Column("marked", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> entered_by", name=op.f("ck_hand_counts_second_person")
        ),
        sa.ForeignKeyConstraint(["confirmed_by"], ["people.id"], name=op.f("fk_hand_counts_confirmed_by_people")),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_hand_counts_entered_by_people")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_hand_counts_poll_id_polls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_counts")),
    )
    with op.batch_alter_table("hand_counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_counts_poll_id"), ["poll_id"], unique=False)

    op.create_table(
        "poll_items",
        sa.Column("poll_id", sa.String(), nullable=False),
        sa.Column("amendment_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_poll_items_amendment_id_amendments")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_items_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "amendment_id", name=op.f("pk_poll_items")),
    )
    with op.batch_alter_table("poll_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_items_amendment_id"), ["amendment_id"], unique=False)

    op.create_table(
        "poll_options",
        sa.Column("poll_id", sa.String(), nullable=False),
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("amendment_id", sa.String(), nullable=True),
        sa.Column("demand_id", sa.String(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_poll_options_amendment_id_amendments")
        ),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_poll_options_demand_id_demands")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_options_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "key", name=op.f("pk_poll_options")),
    )
    op.create_table(
        "receipts",
        sa.Column("poll_id", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_receipts_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "receipt", name=op.f("pk_receipts")),
    )
    op.create_table(
        "sealed_ballots",
        sa.Column("poll_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_sealed_ballots_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "id", name=op.f("pk_sealed_ballots")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("conferences", schema=None) as batch_op:
        batch_op.add_column(sa.Column("poll_seconds", sa.Integer(), nullable=False, server_default="45"))
        batch_op.add_column(sa.Column("confirms_effects", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("enables_weights", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("screen_token", sa.String(), nullable=False, server_default=""))

    with op.batch_alter_table("panels", schema=None) as batch_op:
        batch_op.add_column(sa.Column("screen_token", sa.String(), nullable=False, server_default=""))

    with op.batch_alter_table("municipalities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("delegate_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("weight", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_foreign_key(
            batch_op.f("fk_municipalities_delegate_id_people"), "people", ["delegate_id"], ["id"]
        )
        batch_op.create_unique_constraint(batch_op.f("uq_municipalities_delegate_id"), ["delegate_id"])

    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("title", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("act", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("most_choices", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("marked", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("counts_by", sa.String(), nullable=False, server_default="person"))
        batch_op.add_column(sa.Column("is_weighted", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("has_receipts", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("rule_reason", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("rank", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_time_over", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("by_hand", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("people", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("time_limit", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("effect", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("digest", sa.String(), nullable=False, server_default=""))

    # Not in a batch: copying the table would lose its check and the condition of its index.
    op.execute(
        "ALTER TABLE polls ADD COLUMN edition_id VARCHAR "
        "CONSTRAINT fk_polls_edition_id_editions REFERENCES editions (id)"
    )

    with op.batch_alter_table("voters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("municipality_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("weight", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("has_voted", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("tag", sa.String(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_voters_municipality_id_municipalities"), "municipalities", ["municipality_id"], ["id"]
        )
    # Ballots name options too.
    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_ballots_choice"), type_="check")
        batch_op.add_column(sa.Column("turn", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    raise NotImplementedError("What was added since cannot be kept in the older tables: restore a backup instead.")
