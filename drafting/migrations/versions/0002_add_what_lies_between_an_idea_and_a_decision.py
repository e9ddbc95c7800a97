"""Add what lies between an idea and a decision"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


PLACE = "kind <> 'new' OR section_id IS NOT NULL"
MOVED = "kind <> 'move' OR (demand_id IS NULL) <> (moved_section_id IS NULL)"


def upgrade() -> None:
    op.create_table(
        "municipalities",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_municipalities_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipalities")),
        sa.UniqueConstraint("conference_id", "name", name=op.f("uq_municipalities_conference_id_name")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_organisations_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("conference_id", "name", name=op.f("uq_organisations_conference_id_name")),
    )
    op.create_table(
        "consent_lists",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("panel_id", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_consent_lists_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panels.id"], name=op.f("fk_consent_lists_panel_id_panels")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_lists")),
    )
    with op.batch_alter_table("consent_lists", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_lists_conference_id"), ["conference_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_lists_state"), ["state"], unique=False)

    op.create_table(
        "mails",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["conference_id"], ["conferences.id"], name=op.f("fk_mails_conference_id_conferences")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mails_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mails_next_try_at"), ["next_try_at"], unique=False)

    op.create_table(
        "representatives",
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_representatives_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_representatives_person_id_people")),
        sa.PrimaryKeyConstraint("organisation_id", "person_id", name=op.f("pk_representatives")),
    )
    with op.batch_alter_table("representatives", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_representatives_person_id"), ["person_id"], unique=False)

    op.create_table(
        "visits",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_visits_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_visits")),
    )
    op.create_table(
        "examples",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("demand_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("in_annex", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_examples_author_id_people")),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_examples_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_examples_demand_id_demands")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_examples")),
    )
    with op.batch_alter_table("examples", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_examples_demand_id"), ["demand_id"], unique=False)

    op.create_table(
        "reviews",
        sa.Column("demand_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('fulfilled', 'partly', 'open')", name=op.f("ck_reviews_status")),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_reviews_demand_id_demands")),
        sa.ForeignKeyConstraint(["updated_by"], ["people.id"], name=op.f("fk_reviews_updated_by_people")),
        sa.PrimaryKeyConstraint("demand_id", name=op.f("pk_reviews")),
    )
    op.create_table(
        "contact_requests",
        sa.Column("example_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["example_id"], ["examples.id"], name=op.f("fk_contact_requests_example_id_examples")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_contact_requests_person_id_people")),
        sa.PrimaryKeyConstraint("example_id", "person_id", name=op.f("pk_contact_requests")),
    )
    with op.batch_alter_table("contact_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_requests_person_id"), ["person_id"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("demand_id", sa.String(), nullable=True),
        sa.Column("base_version_id", sa.String(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["base_version_id"], ["demand_versions.id"], name=op.f("fk_drafts_base_version_id_demand_versions")
        ),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_drafts_demand_id_demands")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_drafts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("person_id", "place", name=op.f("uq_drafts_person_id_place")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafts_person_id"), ["person_id"], unique=False)

    op.create_table(
        "objections",
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_objections_person_id_people")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["demand_versions.id"], name=op.f("fk_objections_version_id_demand_versions")
        ),
        sa.PrimaryKeyConstraint("version_id", "person_id", name=op.f("pk_objections")),
    )
    with op.batch_alter_table("objections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objections_person_id"), ["person_id"], unique=False)

    op.create_table(
        "co_proposers",
        sa.Column("amendment_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_co_proposers_amendment_id_amendments")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_co_proposers_person_id_people")),
        sa.PrimaryKeyConstraint("amendment_id", "person_id", name=op.f("pk_co_proposers")),
    )
    with op.batch_alter_table("co_proposers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_co_proposers_person_id"), ["person_id"], unique=False)

    op.create_table(
        "comments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("demand_id", sa.String(), nullable=True),
        sa.Column("amendment_id", sa.String(), nullable=True),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_by", sa.String(), nullable=True),
        sa.Column("hidden_reason", sa.String(), nullable=False),
        sa.CheckConstraint("(demand_id IS NULL) <> (amendment_id IS NULL)", name=op.f("ck_comments_place")),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_comments_amendment_id_amendments")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_comments_author_id_people")),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_comments_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_comments_demand_id_demands")),
        sa.ForeignKeyConstraint(["hidden_by"], ["people.id"], name=op.f("fk_comments_hidden_by_people")),
        sa.ForeignKeyConstraint(["parent_id"], ["comments.id"], name=op.f("fk_comments_parent_id_comments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comments_amendment_id"), ["amendment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comments_demand_id"), ["demand_id"], unique=False)

    op.create_table(
        "compromise_parts",
        sa.Column("compromise_id", sa.String(), nullable=False),
        sa.Column("amendment_id", sa.String(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_compromise_parts_amendment_id_amendments")
        ),
        sa.ForeignKeyConstraint(
            ["compromise_id"], ["amendments.id"], name=op.f("fk_compromise_parts_compromise_id_amendments")
        ),
        sa.PrimaryKeyConstraint("compromise_id", "amendment_id", name=op.f("pk_compromise_parts")),
    )
    with op.batch_alter_table("compromise_parts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_compromise_parts_amendment_id"), ["amendment_id"], unique=False)

    op.create_table(
        "consent_items",
        sa.Column("list_id", sa.String(), nullable=False),
        sa.Column("amendment_id", sa.String(), nullable=False),
        sa.Column("pulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_consent_items_amendment_id_amendments")
        ),
        sa.ForeignKeyConstraint(["list_id"], ["consent_lists.id"], name=op.f("fk_consent_items_list_id_consent_lists")),
        sa.PrimaryKeyConstraint("list_id", "amendment_id", name=op.f("pk_consent_items")),
    )
    with op.batch_alter_table("consent_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_items_amendment_id"), ["amendment_id"], unique=False)

    op.create_table(
        "consent_pulls",
        sa.Column("list_id", sa.String(), nullable=False),
        sa.Column("amendment_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_consent_pulls_amendment_id_amendments")
        ),
        sa.ForeignKeyConstraint(["list_id"], ["consent_lists.id"], name=op.f("fk_consent_pulls_list_id_consent_lists")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consent_pulls_person_id_people")),
        sa.PrimaryKeyConstraint("list_id", "amendment_id", "person_id", name=op.f("pk_consent_pulls")),
    )
    with op.batch_alter_table("consent_pulls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_pulls_amendment_id"), ["amendment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_pulls_person_id"), ["person_id"], unique=False)

    op.create_table(
        "follows",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("demand_id", sa.String(), nullable=True),
        sa.Column("amendment_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(demand_id IS NULL) <> (amendment_id IS NULL)", name=op.f("ck_follows_place")),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_follows_amendment_id_amendments")),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_follows_demand_id_demands")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_follows_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follows")),
        sa.UniqueConstraint("person_id", "amendment_id", name=op.f("uq_follows_person_id_amendment_id")),
        sa.UniqueConstraint("person_id", "demand_id", name=op.f("uq_follows_person_id_demand_id")),
    )
    with op.batch_alter_table("follows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follows_amendment_id"), ["amendment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follows_demand_id"), ["demand_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follows_person_id"), ["person_id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("demand_id", sa.String(), nullable=True),
        sa.Column("amendment_id", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_notices_amendment_id_amendments")),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_notices_demand_id_demands")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_person_id_created_at", ["person_id", "created_at"], unique=False)
        batch_op.create_index(
            "ix_notices_unread",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        )

    op.create_table(
        "recommendations",
        sa.Column("amendment_id", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("settled_by_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("panel_id", sa.String(), nullable=True),
        sa.Column("poll_id", sa.String(), nullable=True),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_recommendations_amendment_id_amendments")
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panels.id"], name=op.f("fk_recommendations_panel_id_panels")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_recommendations_poll_id_polls")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["amendments.id"], name=op.f("fk_recommendations_settled_by_id_amendments")
        ),
        sa.PrimaryKeyConstraint("amendment_id", name=op.f("pk_recommendations")),
    )
    op.create_table(
        "version_amendments",
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("amendment_id", sa.String(), nullable=False),
        sa.Column("revision_id", sa.String(), nullable=False),
        sa.Column("is_partial", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_version_amendments_amendment_id_amendments")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["amendment_revisions.id"],
            name=op.f("fk_version_amendments_revision_id_amendment_revisions"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["demand_versions.id"], name=op.f("fk_version_amendments_version_id_demand_versions")
        ),
        sa.PrimaryKeyConstraint("version_id", "amendment_id", name=op.f("pk_version_amendments")),
    )
    with op.batch_alter_table("version_amendments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_version_amendments_amendment_id"), ["amendment_id"], unique=False)

    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_amendments_place"), type_="check")
        batch_op.add_column(sa.Column("moved_section_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("after_section_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("is_first", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("organisation_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("rank", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_compromise", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("answers_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("settled_by_amendment_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("outcome_note", sa.String(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_amendments_after_section_id_sections"), "sections", ["after_section_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_amendments_moved_section_id_sections"), "sections", ["moved_section_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_amendments_settled_by_amendment_id_amendments"),
            "amendments",
            ["settled_by_amendment_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_amendments_organisation_id_organisations"), "organisations", ["organisation_id"], ["id"]
        )
        batch_op.create_check_constraint(batch_op.f("ck_amendments_place"), PLACE)
        batch_op.create_check_constraint(batch_op.f("ck_amendments_moved"), MOVED)

    with op.batch_alter_table("conferences", schema=None) as batch_op:
        batch_op.add_column(sa.Column("length_budget", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("minimum_supporters", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("amendments_per_person", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("pull_out_threshold", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("objection_hours", sa.Integer(), nullable=False, server_default="24"))

    op.execute(
        "INSERT INTO version_amendments (version_id, amendment_id, revision_id, is_partial) "
        "SELECT id, amendment_id, revision_id, false FROM demand_versions "
        "WHERE amendment_id IS NOT NULL AND revision_id IS NOT NULL"
    )
    with op.batch_alter_table("demand_versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undoes_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("is_struck", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_constraint(batch_op.f("fk_demand_versions_revision_id_amendment_revisions"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_demand_versions_amendment_id_amendments"), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f("fk_demand_versions_undoes_id_demand_versions"), "demand_versions", ["undoes_id"], ["id"]
        )
        batch_op.drop_column("amendment_id")
        batch_op.drop_column("revision_id")
    op.execute(
        "UPDATE demand_versions SET is_struck = true WHERE id IN ("
        "SELECT latest.id FROM demand_versions AS latest JOIN demands ON demands.id = latest.demand_id "
        "WHERE demands.is_struck AND latest.number = demands.version_number)"
    )

    with op.batch_alter_table("demands", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stamp", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stamp", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mail_rhythm", sa.String(), nullable=False, server_default="daily"))

    # Not in a batch: copying the table would lose its check and the condition of its index.
    op.execute(
        "ALTER TABLE polls ADD COLUMN consent_list_id VARCHAR "
        "CONSTRAINT fk_polls_consent_list_id_consent_lists REFERENCES consent_lists (id)"
    )
    op.execute("ALTER TABLE polls ADD COLUMN recommends BOOLEAN DEFAULT false NOT NULL")


def downgrade() -> None:
    raise NotImplementedError("What was added since cannot be kept in the older tables: restore a backup instead.")
