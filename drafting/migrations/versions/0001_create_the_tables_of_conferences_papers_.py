"""Create the tables of conferences, papers, amendments and polls"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conferences",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("requires_reason", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("quorum_numerator", sa.Integer(), nullable=True),
        sa.Column("quorum_denominator", sa.Integer(), nullable=True),
        sa.Column("line_width", sa.Integer(), nullable=False),
        sa.Column("amendments_close_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_poll_number", sa.Integer(), nullable=False),
        sa.Column("journal_number", sa.Integer(), nullable=False),
        sa.Column("journal_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conferences")),
    )
    op.create_table(
        "failed_attempts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_attempts")),
    )
    with op.batch_alter_table("failed_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_failed_attempts_at"), ["at"], unique=False)
        batch_op.create_index("ix_failed_attempts_prefix_at", ["prefix", "at"], unique=False)

    op.create_table(
        "journal_entries",
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_journal_entries_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("conference_id", "number", name=op.f("pk_journal_entries")),
    )
    op.create_table(
        "panels",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("decides", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_panels_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panels")),
        sa.UniqueConstraint("conference_id", "name", name=op.f("uq_panels_conference_id_name")),
    )
    with op.batch_alter_table("panels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panels_conference_id"), ["conference_id"], unique=False)

    op.create_table(
        "papers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subtitle", sa.String(), nullable=False),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("signatories", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("last_amendment_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_papers_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("conference_id", name=op.f("uq_papers_conference_id")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("badge", sa.String(), nullable=False),
        sa.Column("present_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_people_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("badge", name=op.f("uq_people_badge")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_conference_id"), ["conference_id"], unique=False)

    op.create_table(
        "access_codes",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_access_codes_person_id_people")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_access_codes")),
    )
    with op.batch_alter_table("access_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_codes_person_id"), ["person_id"], unique=False)

    op.create_table(
        "editions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("paper_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_editions_paper_id_papers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
    )
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_editions_paper_id"), ["paper_id"], unique=False)

    op.create_table(
        "login_sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_login_sessions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_sessions")),
    )
    with op.batch_alter_table("login_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_sessions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("panel_id", sa.String(), nullable=False),
        sa.Column("moderates", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panels.id"], name=op.f("fk_memberships_panel_id_panels")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_memberships_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "panel_id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_panel_id"), ["panel_id"], unique=False)

    op.create_table(
        "sections",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("paper_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("panel_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["panel_id"], ["panels.id"], name=op.f("fk_sections_panel_id_panels")),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_sections_paper_id_papers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sections")),
        sa.UniqueConstraint("paper_id", "position", name=op.f("uq_sections_paper_id_position")),
    )
    with op.batch_alter_table("sections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sections_paper_id"), ["paper_id"], unique=False)

    op.create_table(
        "sign_in_links",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_in_links_person_id_people")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_links")),
    )
    with op.batch_alter_table("sign_in_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_links_person_id"), ["person_id"], unique=False)

    op.create_table(
        "demands",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("paper_id", sa.String(), nullable=False),
        sa.Column("section_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("is_struck", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('demand', 'preamble', 'closing')", name=op.f("ck_demands_kind")),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_demands_paper_id_papers")),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], name=op.f("fk_demands_section_id_sections")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demands")),
    )
    with op.batch_alter_table("demands", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demands_paper_id"), ["paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demands_section_id"), ["section_id"], unique=False)

    op.create_table(
        "demand_versions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("demand_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("edits", sa.JSON(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("amendment_id", sa.String(), nullable=True),
        sa.Column("revision_id", sa.String(), nullable=True),
        sa.Column("poll_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_demand_versions_demand_id_demands")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_versions")),
        sa.UniqueConstraint("demand_id", "number", name=op.f("uq_demand_versions_demand_id_number")),
    )
    op.create_table(
        "amendments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("paper_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("demand_id", sa.String(), nullable=True),
        sa.Column("section_id", sa.String(), nullable=True),
        sa.Column("after_demand_id", sa.String(), nullable=True),
        sa.Column("proposer_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("fit", sa.String(), nullable=False),
        sa.Column("revision_number", sa.Integer(), nullable=False),
        sa.Column("needs_answer", sa.Boolean(), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("headline", sa.String(), nullable=False),
        sa.Column("editorial", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("settled_by_version_id", sa.String(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'new') = (section_id IS NOT NULL)", name=op.f("ck_amendments_place")),
        sa.ForeignKeyConstraint(
            ["after_demand_id"], ["demands.id"], name=op.f("fk_amendments_after_demand_id_demands")
        ),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_amendments_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_amendments_demand_id_demands")),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_amendments_paper_id_papers")),
        sa.ForeignKeyConstraint(["proposer_id"], ["people.id"], name=op.f("fk_amendments_proposer_id_people")),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], name=op.f("fk_amendments_section_id_sections")),
        sa.ForeignKeyConstraint(
            ["settled_by_version_id"],
            ["demand_versions.id"],
            name=op.f("fk_amendments_settled_by_version_id_demand_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_amendments_paper_id_number")),
    )
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendments_conference_id"), ["conference_id"], unique=False)
        batch_op.create_index("ix_amendments_demand_id_state", ["demand_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_amendments_proposer_id"), ["proposer_id"], unique=False)

    op.create_table(
        "edition_entries",
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("demand_id", sa.String(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_edition_entries_demand_id_demands")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_edition_entries_edition_id_editions")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["demand_versions.id"], name=op.f("fk_edition_entries_version_id_demand_versions")
        ),
        sa.PrimaryKeyConstraint("edition_id", "demand_id", name=op.f("pk_edition_entries")),
    )
    op.create_table(
        "amendment_revisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("amendment_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("base_version_id", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("edits", sa.JSON(), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_amendment_revisions_amendment_id_amendments")
        ),
        sa.ForeignKeyConstraint(
            ["base_version_id"],
            ["demand_versions.id"],
            name=op.f("fk_amendment_revisions_base_version_id_demand_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_revisions")),
        sa.UniqueConstraint("amendment_id", "number", name=op.f("uq_amendment_revisions_amendment_id_number")),
    )
    with op.batch_alter_table("amendment_revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_revisions_base_version_id"), ["base_version_id"], unique=False)

    op.create_table(
        "overlaps",
        sa.Column("first_id", sa.String(), nullable=False),
        sa.Column("second_id", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("demand_id", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_overlaps_demand_id_demands")),
        sa.ForeignKeyConstraint(["first_id"], ["amendments.id"], name=op.f("fk_overlaps_first_id_amendments")),
        sa.ForeignKeyConstraint(["second_id"], ["amendments.id"], name=op.f("fk_overlaps_second_id_amendments")),
        sa.PrimaryKeyConstraint("first_id", "second_id", "relation", name=op.f("pk_overlaps")),
    )
    with op.batch_alter_table("overlaps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_overlaps_demand_id"), ["demand_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_overlaps_second_id"), ["second_id"], unique=False)

    op.create_table(
        "supports",
        sa.Column("amendment_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_supports_amendment_id_amendments")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_supports_person_id_people")),
        sa.PrimaryKeyConstraint("amendment_id", "person_id", name=op.f("pk_supports")),
    )
    with op.batch_alter_table("supports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supports_person_id"), ["person_id"], unique=False)

    op.create_table(
        "polls",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("amendment_id", sa.String(), nullable=True),
        sa.Column("revision_id", sa.String(), nullable=True),
        sa.Column("demand_id", sa.String(), nullable=True),
        sa.Column("panel_id", sa.String(), nullable=True),
        sa.Column("present_only", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("quorum_numerator", sa.Integer(), nullable=True),
        sa.Column("quorum_denominator", sa.Integer(), nullable=True),
        sa.Column("entitled", sa.Integer(), nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("abstain", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("formula", sa.String(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=True),
        sa.Column("annul_reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("yes + no + abstain + invalid <= entitled", name=op.f("ck_polls_votes")),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_polls_amendment_id_amendments")),
        sa.ForeignKeyConstraint(["conference_id"], ["conferences.id"], name=op.f("fk_polls_conference_id_conferences")),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_polls_demand_id_demands")),
        sa.ForeignKeyConstraint(["panel_id"], ["panels.id"], name=op.f("fk_polls_panel_id_panels")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["amendment_revisions.id"], name=op.f("fk_polls_revision_id_amendment_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["demand_versions.id"], name=op.f("fk_polls_version_id_demand_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
        sa.UniqueConstraint("conference_id", "number", name=op.f("uq_polls_conference_id_number")),
    )
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_polls_amendment_id"), ["amendment_id"], unique=False)
        batch_op.create_index(
            "uq_polls_amendment_id_undecided",
            ["amendment_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('prepared', 'open')"),
            postgresql_where=sa.text("state IN ('prepared', 'open')"),
        )

    op.create_table(
        "voters",
        sa.Column("poll_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_voters_person_id_people")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_voters_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "person_id", name=op.f("pk_voters")),
    )
    with op.batch_alter_table("voters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voters_person_id"), ["person_id"], unique=False)

    op.create_table(
        "ballots",
        sa.Column("poll_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.CheckConstraint("choice IN ('yes', 'no', 'abstain')", name=op.f("ck_ballots_choice")),
        sa.ForeignKeyConstraint(
            ["poll_id", "person_id"],
            ["voters.poll_id", "voters.person_id"],
            name=op.f("fk_ballots_poll_id_person_id_voters"),
        ),
        sa.PrimaryKeyConstraint("poll_id", "person_id", name=op.f("pk_ballots")),
    )
    # Versions point at what brought them, which points at versions: these constraints come last.
    with op.batch_alter_table("demand_versions", schema=None) as batch_op:
        batch_op.create_foreign_key(
            op.f("fk_demand_versions_amendment_id_amendments"), "amendments", ["amendment_id"], ["id"]
        )
        batch_op.create_foreign_key(op.f("fk_demand_versions_poll_id_polls"), "polls", ["poll_id"], ["id"])
        batch_op.create_foreign_key(
            op.f("fk_demand_versions_revision_id_amendment_revisions"), "amendment_revisions", ["revision_id"], ["id"]
        )


def downgrade() -> None:
    raise NotImplementedError("the first tables are never taken back")
