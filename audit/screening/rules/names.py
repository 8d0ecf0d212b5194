"""What a Chinese name looks like. Only used beside another sign that a person is meant."""

import re

# The hundred and some commonest family names (Ministry of Public Security, name report 2020), and those of the area.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱"
    "江尹薛闫段雷侯龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常储项闵殷卫华俞鲍柳鲁齐康伍卞柯裴祝缪甘查管涂舒凌解宗丛"
)
NAME = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_COURTESY = "女士|先生|同志|老人|同学|小朋友"
_ROLES = "姓名|患者|病人|病患|户主|儿童|孤儿|学生|村民|居民|残疾人|低保户|贫困户|脱贫户|五保户|特困户|监护人|受害人|被害人|感染者|人员|家长|孩子|老人|对象"
_NOT_NAMES = "高度|高血|方面|时间|任何|万元|金额|白内|石膏|马上|全镇|江淮|黄土|严重|常见|常住|向全|华人|管理|解决|康复|武装|任务|余户|余人|范围|程序|龙头|史料"
PERSON = re.compile(
    rf"(?:{_ROLES})[:：]?[“\"（(]?(?!{_NOT_NAMES})(?P<a>[{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
    rf"(?=[，,、。；;（(）)”\"\s系因患的是身确为今现男女在]|{_COURTESY}|$)"
    rf"|(?<![\u4e00-\u9fff])(?!{_NOT_NAMES})(?P<b>[{SURNAMES}][\u4e00-\u9fff]{{1,2}})"
    rf"[（(，,、]?(?:男|女|[0-9]{{1,3}}岁|今年[0-9]|系|因|身患|患有?|确诊|被诊断)"
    rf"|(?<![\u4e00-\u9fff])(?!{_NOT_NAMES})(?P<c>[{SURNAMES}][\u4e00-\u9fff]{{1,2}})[（(](?=[^）)]{{0,10}}(?:残疾|病|癌|低保|特困|孤儿))"
)
