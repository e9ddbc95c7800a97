"""Remember who withdrew a municipality's signature, and to which declaration a signed paper belongs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_by", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("file_revision", sa.Integer(), nullable=False, server_default="0"))
    # The server's defaults were only for the rows that are there.
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.alter_column("withdrawn_by", server_default=None)
        batch_op.alter_column("file_revision", server_default=None)
    op.execute("UPDATE signatures SET file_revision = revision WHERE file <> '' AND state <> 'withdrawn'")


def downgrade() -> None:
    raise NotImplementedError("What was added since cannot be kept in the older tables: restore a backup instead.")
