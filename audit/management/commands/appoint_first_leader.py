"""manage.py appoint_first_leader: once, at installation, the first leader, the principal and the administrator.

The administrator (optional) registers the other people; everybody who reviews is named by a leader and confirmed by
another, at /desk/appointments/.
"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from audit import appointments, rights
from audit.accounts import temporary_password
from audit.characters import one_line
from audit.checks import StepError
from audit.models import Account, Column, LedgerEntry, Person, Post
from audit.models.people import SYSTEM_NUMBER

POSTS = (("leader", "分管政务公开领导"), ("principal", "主要负责人"), ("administrator", "系统管理员"))
WORDS = ("NUMBER", "NAME", "USERNAME")


class Command(BaseCommand):
    help = "安装时做一次：任命第一位分管领导和主要负责人，建账号，打印临时密码和启用码。"

    def add_arguments(self, parser):
        parser.add_argument("--leader", nargs=3, metavar=WORDS, required=True, help="工号 姓名 账号")
        parser.add_argument("--principal", nargs=3, metavar=WORDS, required=True, help="工号 姓名 账号")
        parser.add_argument("--administrator", nargs=3, metavar=WORDS, help="工号 姓名 账号：登记人员、新设账号的人")

    def handle(self, *, leader, principal, administrator=None, **_):
        if LedgerEntry.objects.filter(act="appoint_first").exists():
            raise CommandError("首任任命已经做过，只能做一次。以后的任职由领导在“任职”里提名、另一位领导确认。")
        roots = list(Column.objects.filter(parent=None))
        if not roots:
            raise CommandError("还没有栏目，领导没有可管的。请先装入栏目（或 load_example_town），再运行本命令。")
        people = [words for words in (leader, principal, administrator) if words]
        given = [[one_line(word) for word in words] for words in people]
        self._check(given)
        try:
            with transaction.atomic():
                made = [self._person(*words) for words in given]
                posts = [self._post(kind, title, roots) for kind, title in POSTS[: len(given)]]
                named = [(person, post) for (person, _), post in zip(made, posts, strict=True)]
                appointments.appoint_first(rights.system_actor().account, named)
                words = [
                    appointments.activation_word(person) if post.reviewing else "不用（不签发）"
                    for person, post in named
                ]
        except StepError as error:
            raise CommandError(str(error)) from None
        self._print(given, posts, [password for _, password in made], words)

    def _check(self, given: list[list[str]]) -> None:
        if any(not word for words in given for word in words):
            raise CommandError("工号、姓名、账号都要写，不能空着。")
        numbers, usernames = [words[0] for words in given], [words[2] for words in given]
        if len(set(numbers[:2])) < 2 or len(set(usernames[:2])) < 2:
            raise CommandError("分管领导和主要负责人要是两个人、两个账号。")
        if len(set(numbers)) < len(numbers) or len(set(usernames)) < len(usernames):
            raise CommandError("系统管理员要另有其人，不能由领导兼。")
        if SYSTEM_NUMBER in numbers:
            raise CommandError("“SYSTEM”留给系统用，请换工号。")
        for title in (title for _, title in POSTS):
            if Post.objects.filter(title=title).exists():
                raise CommandError(f"已经有“{title}”这个岗位，数据库不是新装的。")

    def _post(self, kind: str, title: str, roots: list[Column]) -> Post:
        return appointments.make_post(title, kind, roots if kind != "administrator" else [])

    def _person(self, number: str, name: str, username: str) -> tuple[Person, str]:
        """The person, and the temporary password of the account ('' where it existed: it keeps its own)."""
        person = Person.objects.filter(staff_number=number).first() or Person(staff_number=number, name=name)
        if person.name != name:
            raise CommandError(f"工号 {number} 登记的是{person.name}，不是{name}，请核对。")
        account = Account.objects.filter(username=username).first()
        if account:
            if account.person_id != person.pk:
                raise CommandError(f"账号 {username} 已经是别人的，请换一个。")
            return person, ""
        account, password = Account(username=username, person=person, must_change_password=True), temporary_password()
        account.set_password(password)
        try:
            person.full_clean()
            person.save()
            account.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        account.save()
        return person, password

    def _print(self, given, posts, passwords, words) -> None:
        self.stdout.write("首任任命已做好，记入办理记录。下面的密码和启用码只显示这一次，请当面交给本人：\n")
        for (number, name, username), post, password, word in zip(given, posts, passwords, words, strict=True):
            self.stdout.write(f"  {post.title}  {name}（{number}）")
            self.stdout.write(
                f"    账号 {username}  临时密码 {password or '（沿用原来的）'}  启用码 {word or '（已有签发码）'}"
            )
        self.stdout.write("登录后先改密码，领导再在“我的”里用启用码设置签发码，然后在“任职”里提名其他人。")
