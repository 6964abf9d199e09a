"""Words that begin a sentence more often than they are part of a name, by language."""

from __future__ import annotations

from collections.abc import Mapping

STARTERS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the a an he she it they we you i this that these those there here his her its their"
        " our my your in on at but and or so then now however although because since until what"
        " who why how where which when while if is are was were do does did have has had can could"
        " would should no not yes some many most all both each every one two three another also"
        " even just only perhaps maybe meanwhile nobody everyone everybody someone nothing"
        " everything later once still thus therefore finally first next let please oh well after"
        " before during for from with without by as to about never always sometimes today"
        " yesterday tomorrow nevertheless moreover furthermore instead it's he's she's that's"
        " there's i'm i've i'll i'd we're they're you're don't didn't",
        "de": "der die das ein eine einen er sie es wir ihr ich du dieser diese dieses diesen dem"
        " den des in im am an auf aus bei mit nach seit von vom zu zum zur aber und oder denn doch"
        " dann da dort hier jetzt heute gestern morgen so wenn weil als ob wie was wer wo warum"
        " wann nicht kein keine ja nein nur noch auch schon alle viele man mein meine sein seine"
        " ihre unser niemand jeder jemand nun danach später",
        "fr": "le la les l un une il elle ils elles nous vous je j tu on ce cette ces c mais et ou"
        " donc or ni car dans en au aux à de du des par pour sur avec sans puis alors ensuite"
        " aujourd'hui hier demain quand si comme que qui où pourquoi comment ne non oui son sa ses"
        " leur mon ma notre votre tout tous après avant",
        "es": "el la los las un una él ella ellos ellas nosotros yo tú usted este esta estos eso"
        " esto pero y o en con por para de del al a sin sobre luego entonces después antes cuando"
        " si como que quien qué quién dónde cómo por no sí su sus mi tu nuestro también hoy ayer"
        " mañana todo todos nadie se lo le hay es era fue",
        "it": "il lo la i gli le l un uno una egli lui lei loro noi voi io tu questo questa questi"
        " ma e o in con per di del della al alla a da dal su poi allora dopo prima quando se come"
        " che chi dove perché non no sì suo sua mio anche oggi ieri domani tutto tutti nessuno si"
        " c'è è era",
        "pt": "o a os as um uma ele ela eles elas nós eu tu você este esta isso isto mas e ou em no"
        " na nos com por para de do da ao sem sobre depois então antes quando se como que quem"
        " onde não sim seu sua meu também hoje ontem amanhã tudo todos ninguém há é era foi",
        "nl": "de het een hij zij ze wij we jij je u ik dit dat deze die maar en of in op aan met"
        " van voor bij naar uit toen dan nu daar hier wanneer als omdat wat wie waar waarom hoe"
        " niet geen ja nee zijn haar mijn ons ook vandaag gisteren morgen niemand iedereen er",
        "sv": "den det de en ett han hon vi ni jag du detta denna dessa men och eller i på av med"
        " för från till då sedan nu där här när om eftersom vad vem varför hur inte ingen ja nej"
        " hans hennes min vår också idag alla",
        "da": "den det de en et han hun vi i jeg du dette denne disse men og eller på af med for"
        " fra til da så nu der her når hvis hvad hvem hvorfor hvordan ikke ingen ja nej hans hendes"
        " min vores også alle",
        "no": "den det de en et han hun vi dere jeg du dette denne disse men og eller i på av med"
        " for fra til da så nå der her når hvis hva hvem hvorfor hvordan ikke ingen ja nei hans"
        " hennes min vår også alle",
        "pl": "on ona ono oni one my wy ja ty ten ta to te ci ale i a lub w we na z ze do od po dla"
        " przed potem wtedy teraz tam tu kiedy gdy jeśli jak co kto gdzie dlaczego nie tak jego jej"
        " ich mój nasz też dziś wczoraj jutro wszyscy nikt był była było jest",
        "cs": "on ona ono oni my vy já ty ten ta to ti ale a nebo v ve na z ze do od po pro před"
        " pak potom teď tam tady když pokud jak co kdo kde proč ne ano jeho její jejich můj náš"
        " také dnes včera zítra všichni nikdo byl byla bylo je",
        "hu": "a az egy ő ők mi ti én te ez ezek de és vagy hogy ha mert akkor most ott itt mikor"
        " amikor mi ki hol miért nem igen is ma tegnap holnap mindenki senki majd",
        "fi": "hän he me te minä sinä se ne tämä nämä mutta ja tai kun jos koska sitten nyt siellä"
        " täällä mikä kuka missä miksi ei kyllä hänen minun myös tänään eilen kaikki kukaan",
        "tr": "o bu şu ben sen biz siz onlar bir ama ve veya çünkü sonra şimdi orada burada ne kim"
        " nerede neden nasıl değil evet hayır onun benim bugün dün herkes kimse",
        "ro": "el ea ei ele noi voi eu tu un o acest această dar și sau în pe cu de la din pentru"
        " apoi atunci acum acolo aici când dacă ce cine unde de nu da azi ieri mâine toți nimeni",
        "ru": "он она оно они мы вы я ты это этот эта эти тот но и а или в во на с со к из от по"
        " для до о об потом затем тогда теперь там здесь когда если как что кто где почему не нет"
        " да его её их мой наш также сегодня вчера завтра все никто был была было у при",
        "uk": "він вона воно вони ми ви я ти це цей ця ці але і й та або в у на з із до від по для"
        " потім тоді тепер там тут коли якщо як що хто де чому не ні так його її їх мій наш також"
        " сьогодні вчора завтра всі ніхто був була було",
        "bg": "той тя то те ние вие аз ти това този тази тези но и или в във на с със от по за до"
        " после тогава сега там тук когато ако как какво кой къде защо не да неговият също днес"
        " вчера утре всички никой",
        "el": "ο η το οι τα ένας μια ένα αυτός αυτή αυτό αλλά και ή σε στο στη στην με για από μετά"
        " τότε τώρα εκεί εδώ όταν αν πώς τι ποιος πού γιατί δεν όχι ναι σήμερα χθες αύριο όλοι"
        " κανείς ήταν είναι",
    }.items()
}
