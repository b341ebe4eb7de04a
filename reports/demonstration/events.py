"""The invented events: what is alleged, told in the six languages, with what was observed and who came to harm."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

INVENTED = {
    "en": "(An invented event, written for the demonstration.)",
    "ur": "(یہ واقعہ فرضی ہے اور صرف نمونے کے طور پر لکھا گیا ہے۔)",
    "ps": "(دا پېښه له ځانه جوړه شوې او یوازې د نندارې لپاره لیکل شوې ده.)",
    "fa-af": "(این رویداد ساختگی است و تنها برای نمایش نوشته شده است.)",
    "tr": "(Bu olay uydurmadır; yalnızca gösterim amacıyla yazılmıştır.)",
    "ar": "(هذه واقعة مختلقة كُتبت لغرض العرض فقط.)",
}


@dataclass(frozen=True)
class Event:
    """One kind of event, told alike whoever files it."""

    type: str
    gravity: int
    narratives: Mapping[str, str]
    secondary: tuple[str, ...] = ()
    observations: tuple[Mapping[str, Any], ...] = ()
    casualties: tuple[Mapping[str, Any], ...] = ()

    def narrative(self, language: str) -> str:
        """The event as told in this language, saying that it is invented."""
        return f"{self.narratives[language]} {INVENTED[language]}"


def _heard(count: int, weapon: str, *, bearing: int, direction: str = "incoming") -> dict[str, Any]:
    return {"count": count, "means": "heard", "weapon": weapon, "direction": direction, "bearing": bearing}


def _seen(
    count: int, weapon: str, *, bearing: int, means: str = "seen", direction: str = "undetermined"
) -> dict[str, Any]:
    return {"count": count, "means": means, "weapon": weapon, "direction": direction, "bearing": bearing}


def _harm(harm: str, group: str, low: int, best: int, high: int) -> dict[str, Any]:
    return {
        "harm": harm,
        "group": group,
        "low": low,
        "best": best,
        "high": high,
        "source": "District clinic (invented)",
    }


SMALL_ARMS = Event(
    "A1",
    1,
    {
        "en": "From 06:10 local time, small-arms fire was heard from the direction of the ridge for about twenty minutes. "
        "The post did not return fire. Nobody is reported hurt.",
        "ur": "صبح چھ بجے کے بعد پہاڑی کی سمت سے تقریباً بیس منٹ تک ہلکے ہتھیاروں کی فائرنگ سنی گئی۔ "
        "ہمارے اہلکاروں نے جوابی فائر نہیں کیا۔ کسی کے زخمی ہونے کی اطلاع نہیں ہے۔",
        "ps": "د سهار له شپږو بجو وروسته د غونډۍ له لوري شاوخوا شل دقیقې د سپکو وسلو ډزې واورېدل شوې. "
        "زموږ کسانو ځوابي ډزې ونه کړې. چا ته زیان نه دی رسېدلی.",
        "fa-af": "پس از ساعت شش صبح از سمت تپه تقریباً بیست دقیقه صدای فیر سلاح سبک شنیده شد. "
        "افراد ما فیر متقابل نکردند. از زخمی شدن کسی گزارش نرسیده است.",
    },
    observations=(_heard(4, "rifle, in bursts", bearing=310), _seen(2, "muzzle flashes", bearing=305)),
)
MORTAR = Event(
    "A2",
    2,
    {
        "en": "Around noon three mortar rounds fell some distance from the post. The times of the explosions were noted in "
        "the log. Measurements of the craters are attached.",
        "ur": "دوپہر کے قریب مارٹر کے تین گولے چوکی سے کچھ فاصلے پر گرے۔ دھماکوں کا وقت روزنامچے میں درج ہے۔ "
        "گڑھوں کی پیمائش اور تصاویر منسلک ہیں۔",
        "ps": "غرمې ته نږدې د هاوان درې مرمۍ له پوستې څخه لرې ولګېدې. د چاودنو وختونه په یادښت کې لیکل شوي دي. "
        "د کندو اندازې او انځورونه مل دي.",
        "fa-af": "نزدیک چاشت سه مرمی هاوان در فاصله‌ای از پوسته فرود آمد. وقت انفجارها در دفتر ثبت شده است. "
        "اندازه‌گیری حفره‌ها و عکس‌ها ضمیمه می‌باشد.",
    },
    secondary=("E2",),
    observations=(_heard(3, "mortar, calibre not known", bearing=285),),
)
ARMED_DRONE = Event(
    "A4",
    3,
    {
        "en": "In the evening an unmanned aircraft released one object over the edge of the hamlet. Two people working in an "
        "orchard were injured and brought to the district clinic. Fragments were collected and photographed in place.",
    },
    secondary=("E1",),
    observations=(_seen(1, "unmanned aircraft, four rotors", bearing=40, direction="incoming"),),
    casualties=(_harm("injured", "men", 1, 1, 2), _harm("injured", "boys", 1, 1, 1)),
)
RAID = Event(
    "A5",
    3,
    {
        "en": "Before dawn a group of about fifteen armed people approached the post on foot from two directions. Fire was "
        "exchanged for some forty minutes, after which they withdrew. Two guards were injured.",
    },
    observations=(_seen(15, "armed people on foot", bearing=260, direction="incoming"),),
)
AIMED_FIRE = Event(
    "A7",
    2,
    {
        "en": "A patrol walking the usual track came under single aimed shots from a distance that the patrol leader puts at "
        "five hundred metres. The patrol took cover and withdrew. One guard was lightly injured.",
        "ps": "یوه ګزمه پر معمولي لار روانه وه چې له لرې واټنه پرې یو یو ډز وشو. ګزمې ځان خوندي کړ او بېرته راستنه "
        "شوه. یو ساتونکی لږ ټپي شوی دی.",
    },
    observations=(_heard(5, "rifle, single shots", bearing=15),),
)
EXPLOSIVE = Event(
    "A8",
    2,
    {
        "en": "A buried object with a pressure plate was found on a path that herders use. It was not there on the patrol of "
        "the week before. The place was marked and nobody was hurt.",
        "ur": "چرواہوں کے راستے میں دبی ہوئی ایک بارودی چیز ملی جس پر دباؤ والی پلیٹ لگی تھی۔ پچھلے ہفتے کے گشت میں یہ "
        "وہاں نہیں تھی۔ جگہ پر نشان لگا دیا گیا ہے اور کوئی زخمی نہیں ہوا۔",
        "fa-af": "در راهی که چوپانان از آن رفت‌وآمد دارند، یک جسم زیر خاک با صفحهٔ فشار یافت شد. در گزمهٔ هفتهٔ گذشته "
        "آنجا نبود. محل نشانی شد و به کسی آسیب نرسید.",
    },
    observations=(_seen(1, "buried object", bearing=0),),
)
DRONE_FLIGHT = Event(
    "B2",
    1,
    {
        "en": "A small unmanned aircraft circled twice above the post and left the way it came. No shots were fired. Times "
        "and directions are in the log.",
        "ur": "ایک چھوٹا بغیر پائلٹ طیارہ چوکی کے اوپر دو بار چکر لگا کر اسی راستے سے واپس چلا گیا۔ کوئی فائر نہیں کیا "
        "گیا۔ اوقات اور سمتیں روزنامچے میں درج ہیں۔",
        "ps": "یوه بې پیلوټه الوتکه د پوستې پر سر دوه ځله راتاو شوه او پر هماغه لار بېرته ولاړه. ډزې نه دي شوې. "
        "وختونه او لوري په یادښت کې لیکل شوي دي.",
        "fa-af": "یک طیارهٔ کوچک بی‌پیلوت دو بار بالای پوسته چرخید و از همان راه برگشت. فیری صورت نگرفت. "
        "وقت‌ها و سمت‌ها در دفتر ثبت شده است.",
    },
    observations=(_seen(1, "small unmanned aircraft", bearing=120, means="camera", direction="incoming"),),
)
REINFORCEMENT = Event(
    "C1",
    1,
    {
        "en": "Over three days more vehicles than usual arrived at the position opposite, and tents were set up behind it. "
        "The number of vehicles was counted each morning from the same place.",
    },
    observations=(_seen(18, "vehicles", bearing=200), _seen(9, "tents", bearing=205, means="camera")),
)
EARTHWORK = Event(
    "C3",
    1,
    {
        "en": "A new bank of earth is being raised in the contested strip. Work goes on at night and stops by day. We ask for "
        "a joint visit to the place.",
        "ur": "متنازع پٹی میں مٹی کا نیا پشتہ بنایا جا رہا ہے۔ کام رات کے وقت ہوتا ہے اور دن میں رک جاتا ہے۔ "
        "ہم درخواست کرتے ہیں کہ جگہ کا مشترکہ معائنہ کیا جائے۔",
        "fa-af": "در نوار مورد اختلاف یک خاکریز نو ساخته می‌شود. کار از طرف شب جریان دارد و در روز متوقف می‌گردد. "
        "تقاضا داریم که محل به صورت مشترک بررسی شود.",
    },
    observations=(_seen(1, "earth bank, about sixty metres", bearing=90),),
)
ARMED_CROSSING = Event(
    "C4",
    1,
    {
        "en": "Six armed people in uniform came over the line at the ford, stayed for about a quarter of an hour and went "
        "back. They were spoken to; no shots were fired.",
    },
    observations=(_seen(6, "armed people in uniform", bearing=330, direction="incoming"),),
)
INFILTRATION = Event(
    "D2",
    2,
    {
        "en": "At night a group of seven people, some of them armed, was seen by a thermal camera moving along the dry river "
        "bed. The group parted into two and was lost from sight.",
    },
    observations=(_seen(7, "people on foot", bearing=170, means="camera", direction="incoming"),),
)
CIVILIANS_HURT = Event(
    "E1",
    3,
    {
        "en": "During an exchange of fire two villagers were injured on the road to the market, one of them seriously. The "
        "figures are those of the clinic on the same evening and may change.",
    },
    secondary=("A1",),
    observations=(_heard(30, "machine gun", bearing=225, direction="undetermined"),),
    casualties=(_harm("injured", "women", 1, 1, 1), _harm("injured", "unknown_civilians", 0, 1, 2)),
)
DAMAGED_HOME = Event(
    "E2",
    2,
    {
        "en": "The outer wall of a house and the roof of a stable were damaged. The family was in the fields at the time. "
        "Pictures of the damage are attached.",
        "ur": "ایک مکان کی بیرونی دیوار اور مویشیوں کے باڑے کی چھت کو نقصان پہنچا۔ گھر کے افراد اس وقت کھیتوں میں تھے۔ "
        "نقصان کی تصاویر منسلک ہیں۔",
        "ps": "د یوه کور باندني دېوال او د غوجلې چت ته زیان رسېدلی دی. کورنۍ هغه وخت په پټیو کې وه. د زیان انځورونه مل دي.",
        "fa-af": "به دیوار بیرونی یک خانه و سقف طویله خساره رسیده است. اعضای خانواده در آن وقت در کشتزار بودند. "
        "عکس‌های خساره ضمیمه می‌باشد.",
    },
    observations=(_seen(1, "damaged house", bearing=0),),
)
DETENTION = Event(
    "E4",
    2,
    {
        "en": "Three herders who had followed their animals are said to be held since yesterday. Their families named them to "
        "the district office. We ask for word of where they are and for their return.",
    },
)
EVACUATION = Event(
    "E5",
    2,
    {
        "en": "An ambulance carrying one patient was kept waiting at the gate for two hours although it had been announced by "
        "telephone. The patient reached the hospital in a stable condition.",
    },
)
CLOSED_CROSSING = Event(
    "F1",
    1,
    {
        "en": "The crossing was closed for most of the day. Lorries and patients waited in line. No reason was given at the "
        "gate.",
        "ps": "د تېرېدو لار د ورځې تر ډېره تړلې وه. لارۍ او ناروغان په کتار کې پاتې شول. د تړل کېدو لامل راته ونه ویل شو.",
        "fa-af": "گذرگاه بیشتر وقت روز بسته بود. لاری‌ها و مریضان در قطار منتظر ماندند. دلیل بسته شدن برای ما گفته نشد.",
        "ur": "گزرگاہ دن کے بیشتر حصے میں بند رہی۔ ٹرک اور مریض قطار میں انتظار کرتے رہے۔ بندش کی کوئی وجہ نہیں بتائی گئی۔",
    },
)
STATEMENT = Event(
    "G4",
    1,
    {
        "en": "An official statement broadcast in the evening used words that call for action against people on the other "
        "side. The recording and a transcript are attached.",
    },
)
ACCESS_REFUSED = Event(
    "G1",
    2,
    {
        "tr": "İzleme ekibi, kararlaştırılan saatte vardığı kontrol noktasında üç saat bekletilmiş ve bölgeye girmesine izin "
        "verilmemiştir. Gerekçe yazılı olarak bildirilmemiştir. Randevu yazışması ve araç kayıt defteri ektedir.",
        "ar": "وصل فريق المراقبة إلى نقطة التفتيش في الموعد المتفق عليه وانتظر ثلاث ساعات دون أن يُسمح له بالدخول. "
        "لم يُبلَّغ الفريق بسبب مكتوب. أُرفقت مراسلات الموعد وسجل المركبات.",
        "en": "The monitors arrived at the checkpoint at the agreed hour, waited for three hours and were not let in. No "
        "reason was given in writing. The correspondence and the vehicle log are attached.",
    },
)
LATE_INFORMATION = Event(
    "G3",
    1,
    {
        "tr": "İstenen nöbet çizelgesi, belirlenen süre dolduğu hâlde teslim edilmemiştir. İki kez yazılı hatırlatma "
        "yapılmıştır. Yazışmalar ektedir.",
        "ar": "لم يُسلَّم جدول المناوبات المطلوب رغم انقضاء المهلة المحددة. أُرسل تذكيران كتابيان. المراسلات مرفقة.",
        "en": "The roster that was asked for has not been supplied although its deadline has passed. Two reminders were sent "
        "in writing. The correspondence is attached.",
    },
)
