"""The words of which `generate-country` makes its country: parts of names, topics, roles, measures; nobody real."""

# ruff: noqa: E501, SIM905 -- lists of words read better as lines of words

from __future__ import annotations

FAMILIES = [tuple(each.split(":")) for each in (
    "Chen:陳 Lin:林 Huang:黃 Chang:張 Lee:李 Wang:王 Wu:吳 Liu:劉 Tsai:蔡 Yang:楊 Hsu:許 Cheng:鄭 Hsieh:謝 Hung:洪 "
    "Kuo:郭 Chiu:邱 Tseng:曾 Liao:廖 Lai:賴 Chou:周 Yeh:葉 Su:蘇 Chuang:莊 Lu:呂 Chiang:江 Ho:何 Hsiao:蕭 Lo:羅 "
    "Kao:高 Pan:潘 Chien:簡 Chu:朱 Chung:鍾 Peng:彭 Yu:游 Chan:詹 Hu:胡 Shih:施 Shen:沈 Yen:顏").split()]  # fmt: skip
SYLLABLES = [tuple(each.split(":")) for each in (
    "chia:嘉 wen:文 mei:美 hui:慧 chih:志 ming:明 hsin:欣 yi:怡 chun:俊 hao:豪 ling:玲 fang:芳 yu:玉 hua:華 "
    "kuo:國 chiang:強 shu:淑 fen:芬 li:麗 chuan:娟 tsung:宗 han:翰 pei:佩 shan:珊 jen:仁 chieh:傑 ya:雅 ting:婷 "
    "kai:凱 cheng:成 hsiu:秀 ying:英 jung:榮 te:德 an:安 ping:平 hsiang:祥 lan:蘭 shan:山 tien:天").split()]  # fmt: skip
FIRST = (
    "Ana Luís Mário Carla Sofía Denis Régine Étienne Zoë Anne Björn Søren Ingrid Kofi Ama Thabo Lerato Priya Rohan "
    "Anjali Dilini Nimal Somchai Mali Yuki Haruto Min-ji Jun-ho Fatima Yusuf Leïla Omar Pedro Inés Tomás Eva Jan Petra "
    "Marek Olga"
).split()
LAST = (
    "Almeida Pereira García Núñez Coderre Tremblay Müller Schäfer Jørgensen Åkesson Mensah Owusu Mokoena Dlamini Perera "
    "Fernando Sharma Iyer Nakamura Tanaka Kim Park Haddad Benali Silva Torres Novák Dvořák Kowalski Nowak Rossi Conti "
    "Dubois Lefèvre Jansen Bakker O'Neill Byrne Costa Moreau"
).split()
HAN = "艾安奧巴貝布卡克達德丹多艾法芬弗加格古哈海赫伊雅約卡凱科拉萊里羅馬瑪米穆納尼諾帕佩普拉雷里薩塞史塔特托圖烏維沃亞尤扎"
HEADS = "Al Bel Cor Dan El Fer Gal Har Is Jar Kel Lor Mar Nor Or Pal Quin Ros Sal Tor Ul Var Wes Yar Zan".split()
MIDDLES = "a e i o u an en in on ar er ir or al el il".split()
TAILS = "ville burg dale mouth ford stad holm grad polis ona ido ista acao ena ura ani ota eko aru esh".split()
TAILS_ZH = "維爾 堡 谷 茅斯 福德 斯塔 霍姆 格勒 波利斯 奧納 伊多 伊斯塔 阿考 埃納 烏拉 阿尼 奧塔 埃科 阿魯 埃什".split()
TOPICS = [tuple(each.split(":")) for each in (
    "smart mobility:智慧交通|housing for all:居住正義|resilient rivers:韌性河川|open data:開放資料|night markets:夜市文化|"
    "green roofs:綠屋頂|youth councils:青年議會|disaster drills:防災演練|waste sorting:垃圾分類|cycling lanes:自行車道|"
    "sister schools:姊妹校交流|public libraries:公共圖書館|air quality:空氣品質|urban farming:都市農業|heritage streets:歷史街區"
).split("|")]  # fmt: skip
NUMERALS = "一二三四五六七八九十"
ROLES = (("mayor", "Mayor", "市長"), ("deputy-mayor", "Deputy Mayor", "副市長"),
         ("secretary-general", "Secretary General", "秘書長"), ("director", "Director of International Affairs", "國際事務處處長"),
         ("councillor", "City Councillor", "市議員"))  # fmt: skip
MEASURES = (("participants", "participants", "與會人數", "位代表"), ("cities-represented", "cities represented", "與會城市數", "個城市"),
            ("sessions-held", "sessions held", "場次數", "場會議"), ("exhibitors", "exhibitors", "參展單位數", "家參展單位"))  # fmt: skip
DISHES = (
    ("over tea", "茶敘"),
    ("over dinner", "餐敘"),
    ("in the foyer", "會場大廳"),
    ("at the city hall", "市政廳"),
    ("at our booth", "展攤"),
)
MANNERS = ("talk", "call", "received", "dinner", "photo")
PART = ("attendee", "speaker", "panellist", "moderator", "chair", "presenter", "guest")
SESSION = ("opening", "plenary", "parallel", "workshop", "forum", "visit", "closing")
