"""Let each edition bear its own title and date, and remember what the paper bore before"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


_LINES = ("title", "subtitle", "date", "place")


def upgrade() -> None:
    with op.batch_alter_table("editions", schema=None) as batch_op:
        for name in _LINES:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
    # Until now nobody could change them: every edition bore what was read in.
    papers = sa.table("papers", sa.column("id"), *map(sa.column, _LINES))
    editions = sa.table("editions", sa.column("paper_id"), *map(sa.column, _LINES))
    own = papers.c.id == editions.c.paper_id
    op.execute(
        sa.update(editions).values({name: sa.select(papers.c[name]).where(own).scalar_subquery() for name in _LINES})
    )

    op.create_table(
        "paper_changes",
        sa.Column("conference_id", sa.String(), nullable=False),
        sa.Column("journal_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("paper_id", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_paper_changes_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_paper_changes_paper_id_papers")),
        sa.PrimaryKeyConstraint("conference_id", "journal_number", "detail", name=op.f("pk_paper_changes")),
    )
    with op.batch_alter_table("paper_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_changes_paper_id"), ["paper_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("What was added since cannot be kept in the older tables: restore a backup instead.")
