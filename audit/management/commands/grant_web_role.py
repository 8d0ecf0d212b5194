from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

# Tables the web role may only read and add to: never change, never delete, never empty.
ADD_ONLY = ("audit_ledgerentry", "audit_hand", "audit_placement")
# May be changed (the guards say how), never deleted.
NO_DELETE = (
    "audit_ledgertext", "audit_edition", "audit_publication", "audit_appointment", "audit_item",
    "audit_person", "audit_account",
)  # fmt: skip


class Command(BaseCommand):
    help = "PostgreSQL: give ROLE what the portal needs and no more. Run as the tables' owner after migrate."

    def add_arguments(self, parser):
        parser.add_argument("role")

    def handle(self, role, **options):
        if connection.vendor != "postgresql":
            raise CommandError("只有 PostgreSQL 才有数据库角色。")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
            found = cursor.fetchone()
            if found is None:
                raise CommandError(f"没有 {role} 这个数据库角色，请先建立（CREATE ROLE … LOGIN）。")
            if found[0]:
                raise CommandError(f"{role} 是数据库超级用户，什么都能改，不能给网站用。")
            cursor.execute("SELECT current_user")
            if cursor.fetchone()[0] == role:
                raise CommandError("要用表的所有者来运行，不能用网站的角色给自己授权。")
            for statement in self._statements(connection.ops.quote_name(role)):
                cursor.execute(statement)
        self.stdout.write(f"已给 {role} 授权：办理记录只能增加，不能改、不能删。")

    def _statements(self, role):
        yield f"GRANT USAGE ON SCHEMA public TO {role}"
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
        yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
        yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
        history = [m._meta.db_table for m in apps.get_models() if m.__name__.startswith("Historical")]
        add_only = [*ADD_ONLY, *(table for app in apps.get_app_configs() for table in getattr(app, "add_only", ()))]
        for table in (*NO_DELETE, *add_only, *history):
            yield f'REVOKE DELETE ON "{table}" FROM {role}'
        for table in add_only:
            yield f'REVOKE UPDATE ON "{table}" FROM {role}'
