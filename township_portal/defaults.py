"""What a new database starts with: synonyms (what villagers say = what papers write) and the interface's rate.

Run after every migrate; it adds what is missing and overwrites nothing.
"""

from datetime import date

from audit.thresholds import Thresholds
from township_portal.api.door import RATE_KEY, USUAL_RATE
from township_portal.models import Synonym

SYNONYMS = [
    ("低保", "最低生活保障", "社会救助暂行办法（国务院令第649号）第二章"),
    ("五保", "特困人员供养", "社会救助暂行办法（国务院令第649号）第三章"),
    ("医保", "基本医疗保险", "社会保险法第三章"),
    ("新农合", "城乡居民基本医疗保险", "国发〔2016〕3号"),
    ("养老金", "基本养老金", "社会保险法第二章"),
    ("农保", "城乡居民基本养老保险", "国发〔2014〕8号"),
    ("社保卡", "社会保障卡", "社会保险法第五十八条"),
    ("残疾证", "残疾人证", "残疾人保障法第二条"),
    ("准生证", "生育登记", "人口与计划生育法第十八条"),
    ("宅基地证", "不动产权证书", "不动产登记暂行条例第二十一条"),
    ("林权证", "不动产权证书", "不动产登记暂行条例第二十一条"),
    ("户口本", "居民户口簿", "户口登记条例第四条"),
    ("种粮补贴", "耕地地力保护补贴", "财农〔2016〕26号"),
    ("地力补贴", "耕地地力保护补贴", "财农〔2016〕26号"),
    ("农机补贴", "农机购置与应用补贴", "农业机械化促进法第二十七条"),
    ("危房改造", "农村低收入群体等重点对象住房安全保障", "建村〔2021〕35号"),
    ("自来水", "农村饮水安全", "本镇约定"),
    ("改厕", "农村户厕改造", "本镇约定"),
]


def fill(using: str = "default") -> None:
    for said, written, source in SYNONYMS:
        Synonym.objects.using(using).get_or_create(said=said, written=written, defaults={"source": source})
    rate = (RATE_KEY, "开放接口每个地址每分钟最多问几次", USUAL_RATE, "次", "本镇约定")
    Thresholds((rate,), date(2019, 5, 15)).fill(using=using)
