"""Remember in which section a demand stood when an edition was frozen, and what the sections were called"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "edition_sections",
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("section_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_edition_sections_edition_id_editions")),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], name=op.f("fk_edition_sections_section_id_sections")),
        sa.PrimaryKeyConstraint("edition_id", "section_id", name=op.f("pk_edition_sections")),
    )
    with op.batch_alter_table("edition_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("section_id", sa.String(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_edition_entries_section_id_sections"), "sections", ["section_id"], ["id"]
        )
    # Where something was moved since an older edition, nobody has written down from where: it is taken as it is now.
    op.execute(
        "UPDATE edition_entries SET section_id = "
        "(SELECT demands.section_id FROM demands WHERE demands.id = edition_entries.demand_id)"
    )
    op.execute(
        "INSERT INTO edition_sections (edition_id, section_id, position, heading) "
        "SELECT editions.id, sections.id, sections.position, sections.heading "
        "FROM editions JOIN sections ON sections.paper_id = editions.paper_id"
    )


def downgrade() -> None:
    raise NotImplementedError("What was added since cannot be kept in the older tables: restore a backup instead.")
