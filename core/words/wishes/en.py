"""What English wishes for a film are made of, and what tells talk from them. Data only, in lower case.

A word stands here in its plain form: "crop" is "crops", "cropped" and "cropping" too.
"""

import re
from typing import Final

from core.words.triggers.rule import words

CHANGED: Final = words(
    # what is wrong with it
    "unreadable illegible readable legible blurry fuzzy pixelated choppy laggy jumpy jerky stutter stutters "
    "stuttering jarring abrupt abruptly rushed draggy drag drags dragging bland dull cheesy tacky ugly amateurish "
    "cluttered crooked stretched squished squashed misaligned overlap overlaps overlapping sync desynced unsynced "
    "unnatural overdone oversaturated undersaturated monotonous repetitive inaudible audible cropped offbeat "
    # comparisons
    "shorter longer slower faster quicker louder quieter softer brighter darker lighter warmer cooler colder bigger "
    "larger smaller tinier higher wider narrower tighter smoother sharper crisper cleaner clearer bolder thicker "
    "thinner closer calmer happier sadder funnier scarier cuter prettier stronger simpler fancier punchier snappier "
    "moodier dreamier livelier softly heavier crazier sexier subtler bluer redder greener whiter blacker "
)
"""What is wrong with a film, and how it shall be: also from somebody who tells of something else."""

WISHED: Final = CHANGED | words(
    # what is done to a film
    "laughter stamp map poster invitation mosaic letterboxed trim crop cut splice split merge combine join stitch "
    "concatenate concat append prepend insert overlay superimpose add include remove delete erase omit ditch skip "
    "exclude shorten lengthen extend stretch tighten speed slow accelerate quicken track sudden suddenly reverse "
    "rewind backward backwards forwards loop looped freeze unfreeze pause rotate flip mirror tilt straighten straight "
    "stabilise stabilize steady zoom pan shake shaky wobble wobbly blur unblur sharpen pixelate censor bleep mute "
    "unmute silence amplify boost reduce decrease increase brighten darken lighten desaturate saturate saturation "
    "tint tone grade grading recolor recolour colorize colourize invert fade dissolve crossfade wipe slide swipe "
    "transition swap switch shuffle reorder rearrange resize rescale scale enlarge shrink compress convert transcode "
    "upscale export render duplicate repeat replace substitute restore reposition align centre center nudge underline "
    "bold italic italics caption subtitle subtitling translate translation dub narrate narration narrator voiceover "
    "sync synced synchronise synchronize unsync animate animation animated highlight annotate label mask hide cover "
    "reveal isolate denoise normalise normalize equalise equalize mix remix edit reedit recut redo undo revert retime "
    "change fix adjust correct improve enhance polish refine tweak modify beautify apply rename retitle rewrite "
    "reword respell misspell misspelled misspelt typo swaying intensify simplify emphasise emphasize soften "
    "strengthen lower raise balance lengthy condense summarise summarize arrange montage collage slideshow supercut "
    "mashup recap trailer teaser reel vlog prefer rather instead without except besides "
    # what is heard
    "music musical song tune soundtrack bgm beat beats melody lyrics jazz rock lofi lo-fi hiphop hip-hop rap techno "
    "edm classical piano guitar drum drums bass violin orchestra orchestral acoustic ambient electronic synth "
    "synthwave disco funk reggae blues folk metal indie punk kpop k-pop trap dubstep waltz choir chorus jingle sound "
    "sounds audio volume loud noise noisy hiss hum buzz echo echoey reverb voice vocals speech dialogue narrator mic "
    "muffled tinny crackle crackling distort distorted distortion sfx applause instrumental decibel decibels db "
    # what is read
    "title titles subtitle subtitles subs caption captions headline heading font fonts typeface letters lettering "
    "wording spelling spelled spelt uppercase lowercase capitals caps watermark logo sticker stickers emojis hashtag "
    "hashtags lower-third lower-thirds banner credits credit counter countdown timer ticker tagline slogan signature "
    "bubble arrow arrows circle icon icons button graphic graphics infographic chart qr website url www typewriter "
    # what is seen
    "scene scenes shot shots frame frames framing border borders letterbox bar bars background foreground backdrop "
    "intro outro opening ending thumbnail effect effects fx vfx filter filters lut grain grainy vignette glow flare "
    "glitch glitchy vhs retro vintage cinematic stylish style styled styles mood vibe vibes atmosphere aesthetic "
    "contrast brightness bright exposure overexposed underexposed hue shade shadow shadows colour colours color "
    "colors colourful colorful monochrome black white red blue green yellow purple violet pink brown grey gray silver "
    "golden teal beige turquoise magenta cyan navy b&w bw grayscale greyscale sepia pastel neon rainbow gradient "
    "transparent transparency opacity opaque ratio resolution pixels pixel portrait landscape vertical vertically "
    "horizontal horizontally widescreen square sideways upside downside orientation aspect timeline duration length "
    "pace pacing paced rhythm tempo framerate fps bitrate slowmo slo-mo slow-mo timelapse time-lapse hyperlapse "
    "stopmotion motion bokeh parallax closeup close-up wideshot split-screen splitscreen fullscreen pip greenscreen "
    "chroma corner corners top bottom middle centre center centered centred upper lower lefthand right-hand left-hand "
    "midway halfway sunset flash flashback flashy meme memes sparkle sparkles confetti snowflakes particles "
    "handwritten outline stroke rounded "
    # how it shall be
    "dramatic epic romantic upbeat uplifting energetic energy dreamy horror noir cyberpunk vaporwave steampunk anime "
    "manga cartoon comic documentary minimal minimalist minimalistic elegant classy modern futuristic sci-fi western "
    "bollywood gothic grunge melancholic melancholy nostalgic nostalgia festive christmassy playful suspense "
    "suspenseful whimsical crisp punchy punch snappy seamless subtle subtler softer professional pro viral trendy "
    "classic film-like filmic moody gritty kawaii watercolor watercolour sketch painting oil ghibli pixar disney "
)
"""One of these, and the message is a wish."""

WISHED_PHRASES: Final[tuple[re.Pattern[str], ...]] = (
    re.compile(r"^(?:start|begin|end|finish|open|play|put|move|use) \w"),
    re.compile(
        r"\b(?:too|more|less|not|very|bit|little|way|so|super|even|much|tad|touch|slightly|somewhat|really|extra|far)"
        r" (?:too )?"
        r"(?:dark|fast|quick|slow|short|long|big|large|small|tiny|high|low|wide|narrow|close|far|warm|cold|hard|soft|"
        r"soon|sudden|early|late|quiet|sad|calm|chill|scary|cute|simple|plain|busy|clear|visible|smooth|sharp|clean|"
        r"strong|weak|"
        r"thick|thin|heavy|light|shiny|saturated|intense|playful|modern|natural|orange|gold|crazy|real|boring|"
        r"clearly|slowly|quickly|loudly|closely)\b"
    ),
    re.compile(
        r"\b(?:what about|how about|what if|why not|i mean|i meant|we meant|i said|i asked for|i wanted|such as)"
        r" (?!to\b|that\b|nothing\b)\S"
    ),
    re.compile(r"\byou (?:forgot|missed|left|skipped|ignored|lost|kept|used|put|took|made|didn'?t)\b"),
    re.compile(r"\b(?:forgot|needs?|add|wants?|put|have) (?:the|a|an|some|more) \w"),
    re.compile(
        r"\b(?:can'?t|cannot|couldn'?t|can barely|hard to|difficult to|impossible to) (?:really )?(?:hear|read)\b"
    ),
    re.compile(r"\b(?:make|turn) (?:it|this|that|them|these|those|everything|me|us|him|her|all|sure)\b"),
    re.compile(r"\b(?:looks?|looking|sounds?|feels?|felt|style|vibe) (?:(?:a )?bit |kinda |more |too )?like\b"),
    re.compile(
        r"\b(?:don'?t|do not|didn'?t|doesn'?t) (?:really )?(?:like|want|need|look|sound|feel|fit|match|"
        r"work)\b"
    ),
    re.compile(
        r"\b(?:dislike|hate|hated) (?:the|this|that|these|those|it|how|them|when|your|what|where)\b|\b(?:dislike"
        r"|hate)\W*$"
    ),
    re.compile(r"\b(?:not (?:a fan|happy|great|good|right|working))\b"),
    re.compile(
        r"\b(?:pop|stand|cut|crop|zoom|fade|slow|speed|pan|blur|take|cropped|move[sd]?) (?:it |them |that )?"
        r"(?:out|in|off|up|down|away)\b"
    ),
    re.compile(
        r"\b(?:should|must|has to|needs to|supposed to|gotta) (?:be|say|start|end|have|come|go|stay|show|play)\b"
    ),
    re.compile(r"\b(?:lower|top|bottom|left|right|upper) (?:third|left|right|corner|side|half)\b"),
    re.compile(
        r"\b(?:first|last|second|third|other|next|previous|same|opening|final) "
        r"(?:one|clip|video|part|bit|scene|photo|picture|image|half|word|line|second|seconds|song|take|version)\b"
    ),
    re.compile(r"\b(?:two|three|four|five|ten|\d+) times\b|\btwice\b"),
    re.compile(r"\b\d{1,2}:\d{1,2}\b|\b\d+(?:\.\d+)?\s?(?:x|%|fps|px|k|mb|gb|db|p)(?!\w)|\b[x×]\s?\d|\b\d0s\b"),
    re.compile(r"\b(?:as|into|to) an? (?:\w+ )?(?:gif|reel|story|short|mp4|video|film|trailer|loop|square)\b"),
    re.compile(r"\b(?:bring|put|give|go) (?:\w+ ){0,2}back\b(?! (?:to you|home|soon|later|in|at|on))"),
    re.compile(
        r"\bkeep (?:the|only|just|it (?:as|short|simple|at|under))\b(?! (?:files?|videos?|data|clips?|messages?|"
        r"footage))|\buse (?:the|that one|this one)\b"
    ),
    re.compile(
        r"\b(?:get|got) rid of\b|\bcut(?:ting)? (?:the|it|out)\b|\bleave (?:out|in)\b|\bdrop the\b|\bblown out\b|"
        r"\bwashed out\b|\blose the\b"
    ),
)
"""Words that make a wish together: a comparison, a place, a time, a complaint."""

SHARED: Final = words(
    "earlier make made making put use using used take took give gave keep kept leave left move moved set bring "
    "brought try need needs needed want wants wanted start started say stop begin begins begun end ends finish open "
    "close turn drop lose show shows play plays read reads look like fit fits match pop generate create build produce "
    "film films filmed video videos vid vids movie clip clips footage photo photos picture pictures pic pics image "
    "images file files project part parts piece bit bits half rest side version versions result copy script text "
    "texts word words line lines letter emoji gif hd 4k mp4 story stories post shorts tiktok insta instagram youtube "
    "reels second seconds sec secs minute minutes min mins hour hours first third last next other another others same "
    "all both each every none only more less most least lot little too also plus but down behind below above long "
    "short big large small tiny fast quick dark warm cold hot soft hard clear clean sharp smooth wide high low light "
    "thick thin old new different similar better worse worst bad wrong weird strange odd terrible awful horrible "
    "boring annoying messy empty missing broken visible fake simple plain fancy calm chill scary sexy romance "
    "actually not option choose pick choice orange gold summer winter sale promo ad advert commercial screen card "
    "cards page sign screens chant "
)
"""Wishes and talk have them both: a message of them is a wish unless its sentence is one of `TALK`."""

NEUTRAL: Final[tuple[re.Pattern[str], ...]] = (
    # the bot as a service, the network, and how the sender writes
    re.compile(
        r"\b(?:add|invite|remove|kick|put) (?:you|u|nemobot|this bot|the bot) (?:to|in|into|from|on)\b|\bvoice "
        r"(?:messages?|"
        r"notes?|memos?)\b|\b(?:is|are|isn't) there (?:a|an|any) (?:\w+ )?(?:website|web ?site|app|web version|page"
        r"|group|channel)"
        r"(?=\W*$| (?:for|of|where|i|you|too|also)\b)|\b(?:upload|loading|download) bar\b(?= (?:is|was|got|stuck"
        r"|hangs?))"
    ),
    re.compile(
        r"\b(?:the|this|that|your|ur|my|bot|nemobot) (?:bot|app|server|servers|service|internet|wifi|connection|upload|"
        r"uploads|download|network) (?:is|are|was|seems|feels|got|'s) (?:so |too |very |really |super |a bit |kinda "
        r"|being "
        r"){0,2}(?:slow|slower|fast|laggy|bad|down|broken|stuck|quick)\b"
    ),
    re.compile(
        r"\bhow many (?:\w+ )?(?:edits?|exports?|renders?|videos?|clips?|tries|turns|goes) (?:do|can|have|will|did|are"
        r"|per|a)\b"
        r"|\b(?:edits?|exports?|tries|turns) (?:left|remaining|per (?:day|month))\b|\bhow much (?:was|is|did|does|were"
        r"|will) "
        r"(?:that|this|it|the|my)(?: last| first| next)?(?: one| edit| video| film| clip)?\b"
    ),
    re.compile(
        r"\b(?:free|premium|paid) (?:and|vs|or) pro\b|\bpro (?:plan|version|account|tier|subscription|user"
        r"|membership)\b"
        r"|\b(?:thanks|thx|thank you|ty|thank u) (?:a|an awful) (?:lot|bunch|million|ton)\b"
    ),
    re.compile(
        r"\b(?:looking|searching|look|search|waiting) for (?:the|my|another|some|a|that|one more)(?: other| right| "
        r"second| new)? "
        r"(?:clips?|videos?|files?|photos?|pictures?|footage|one)\b"
        r"|^\W{0,3}typo\b(?= (?:lol|haha|sorry|oops|my bad)\b)|\b(?:sorry|oops|lol|haha)\W{1,3}typo\b(?=\W*$)"
    ),
    re.compile(
        r"\bhappy (?:new year|birthday|easter|holidays|halloween|anniversary|mother'?s day|father'?s day)\b|\bbest "
        r"(?:bot|app|ever|tool|thing|day|wishes|regards)\b|\bsave the best for last\b|\bno idea\b"
    ),
    re.compile(
        r"\bmakes? sense\b|\bfreezing (?:outside|cold|here)\b|\bit'?s freezing\b(?! at)|\bi'?m (?:so |a bit |too "
        r")?(?:slow|late|dead|"
        r"done|lost|out|off)\b|\bone (?:sec|second|min|minute|moment)\b|\bone more (?:thing|question|time)\b(?=\W*$)"
    ),
    re.compile(r"\b(?:wrong|other|another|different) (?:chat|group|person|window|number|channel|thread|bot|room)\b"),
    re.compile(
        r"\bwhat can (?:you|u|i) do\b|\bto (?:you|u) too\b|\b(?:uploading|downloading|loading|battery|phone'?s|wifi)"
        r"(?: (?:at|on|is|stuck|now)){0,2}\W{0,3}\d{1,3} ?%|"
        r"\bno (?:rush|worries|worry|problem|prob|probs|hurry|thanks|idea|way|stress|pressure|biggie|big deal|"
        r"joke|kidding|doubt|offen[cs]e|clue|wonder|need|hard feelings)\b"
    ),
    re.compile(
        r"\b(?:take|taking) (?:your|my|ur) (?:sweet )?time\b|\bin (?:the )?(?:meantime|meanwhile|a (?:bit|while|min|"
        r"minute|sec|second|moment|few))\b|\bat the moment\b|\bright (?:now|away|back|there)\b|\ball right\b"
    ),
    re.compile(
        r"\b(?:good|great|nice) (?:morning|night|evening|afternoon|day|weekend|one|job|work|stuff|luck|bot|to)\b"
    ),
    re.compile(
        r"\b(?:have|having|had|enjoy) (?:an?|your|the|ur) (?:(?:nice|good|great|lovely|fun|wonderful|rest of your|"
        r"blessed) )?(?:day|night|weekend|evening|one|week|time|dinner|lunch|coffee|meal|trip|holiday|break|nap|"
        r"meeting|call|look|shower|cigarette|smoke|question)\b"
    ),
    re.compile(r"\b(?:come|coming|be|get|getting) (?:right )?back(?: (?:to|at|in|on|with) \w+)?\b"),
    re.compile(
        r"\b(?:last|first|next|this|another|other|long|some|any|every) (?:night|week|weekend|month|year|day|time|"
        r"morning|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
    ),
    re.compile(r"\bsounds? (?:good|great|fun|fair|perfect|like a plan|awesome|amazing|nice)\b|\bcopy that\b"),
    re.compile(
        r"\b(?:how|too|so|this|that|very) long\b(?! (?:for|at|in|video|intro|clip))|\bhow (?:much|many|often|far|"
        r"soon|fast|about you|come|old)\b|\btop notch\b|\bpower cut\b|\blong (?:time|day)\b|\bso far\b"
    ),
    re.compile(
        r"\b(?:(?:that|it|this) was|damn|wow|so|super|pretty|really|crazy|insanely|very) (?:so |really |super |"
        r"pretty |very )?(?:fast|quick|speedy|good|nice|cute|funny|happy|great|cool)(?: (?:already|lol|wow|haha))?"
        r"(?=\W*$)"
    ),
    re.compile(
        r"\b(?:deleted?|erased?|removed?) (?:after(?:wards)?|automatically|later|from (?:your|the) (?:servers?"
        r"|cloud))\b"
        r"(?= (?:a|some|\d+|that|i|you|it|how)\b|\W*$)"
    ),
    re.compile(
        r"\b(?:my|ur|your|our) (?:bad|phone|battery|internet|wifi|wi-fi|laptop|computer|connection|data|fault)\b"
    ),
)
"""Phrases that hold such words and are talk; they are taken out first."""

_AFTER_INTERJECTIONS: Final = (
    r"(?:(?:hey|hi|hello|oh+|ah+|ok|okay|so|well|and|but|btw|hm+|um+|uh+|lol|haha|omg|wow|damn|dude|bro|man|wait|"
    r"sorry|"
    r"thanks|thx|ty|great|cool|nice|perfect|alright|yes|yeah|yep|no|nah|one (?:more )?question|question|quick "
    r"question|"
    r"just (?:curious|wondering|asking)|curious|dear|dave|guys|bot|nemobot)\b[\s,.!:;-]*){0,4}"
)
ACCOUNT: Final = words(
    "account login password subscription subscribe invoice refund price pricing cost costs charge charged charges pay "
    "paid billed billing money bucks dollars euros credits privacy private data gdpr app iphone ipad android store "
    "stored hacked leak leaked training train "
)
"""Words of what is no film: beside one of them, a sentence of `TALK` holds no wish, whatever else it holds."""

TALK: Final[tuple[re.Pattern[str], ...]] = (
    re.compile(r"^(?:i |we )?(?:need|have|got) to \w|\bnot you\b|^look at (?:your?|that|this|him|her|us|me)\b"),
    # what is no part of a film
    re.compile(
        r"\b(?:wifi|wi-fi|internet|laptop|battery|charger|doorbell|traffic|weather|raining|outside|office|boss|"
        r"clients?|"
        r"customers?|colleagues?|coworkers?|marketing|lunch|dinner|breakfast|coffee|meeting|homework|commute|job|"
        r"monday|"
        r"tuesday|wednesday|thursday|friday|devs?|developers?|(?:this|the|your) app|server|servers|bug|bugs|crash\w*|"
        r"error|errors|"
        r"chatgpt|patience|regards|thankful|grateful)\b"
    ),
    re.compile(
        r"\b(?:mum|mom|dad|wife|husband|boss|friends?|kids?|son|daughter|sister|brother|grandma|grandpa|everyone|"
        r"everybody|"
        r"nobody|they|he|she|family|people|followers|the team) (?:all |really |just |already |absolutely )?"
        r"(?:watched|loved?s?|loves|saw|seen|laughed|cried|thinks?|thought|says?|said|asked|asks|liked?|likes|wants? "
        r"to see|is "
        r"(?:crying|laughing|happy|thrilled)|are (?:crying|laughing|happy))\b"
    ),
    # what is asked
    re.compile(
        rf"^{_AFTER_INTERJECTIONS}(?:how|who|who's|whos|whose|whom|where|where's|wheres|when|when's|what|what's|"
        r"whats|which|why|whys)\b"
    ),
    re.compile(
        rf"^{_AFTER_INTERJECTIONS}(?:do|does|did|is|isn'?t|are|aren'?t|am|was|were|has|have|haven'?t|had|r|will|"
        r"won'?t|don'?t|didn'?t) (?:you|u|ya|it|this|that|these|those|my|the|i|we|they|there|he|she|anyone|"
        r"anybody|somebody|someone|people|nemo|nemobot|your|our|ur)\b"
    ),
    re.compile(
        rf"^{_AFTER_INTERJECTIONS}(?:can|could|may|should|shall|will|would) (?:i|other|others|anyone|anybody|"
        r"someone|somebody|people|they|my|he|she)\b"
    ),
    re.compile(
        r"\b(?:cost|costs|price|pricing|pay|paid|charge|charged|charges|refund|subscription|subscribe to|free|plan|"
        r"trial|privacy|private|human|robot|ai|gpt|chatgpt)\b[^?]{0,90}\?"
    ),
    # what the writer does meanwhile
    re.compile(
        r"\b(?:i'?ll|i will|i'?m going to|i'?m gonna|gonna|i gotta|gotta|i have to|i need to|need to|i "
        r"should|let me|lemme|letting|we'?ll|we will|let's see|lets see|i want to|i'd like to|i'?m about to) "
        r"(?:first |just |quickly |go |have to |need to |be able to )?(?:show|check|ask|watch|see|look|find|search|"
        r"think|"
        r"grab|go|come|be|get back|get|send|text|call|write|tell|talk|discuss|sleep|eat|run|try|take a look|share|"
        r"post|upload|download|charge|wait|leave|let|review|consult|pick|ping|dig|record|film|shoot|test|play|"
        r"forward|drive|walk|finish|save|head|do (?:it|this|that) later|continue)\b"
    ),
    re.compile(
        rf"^{_AFTER_INTERJECTIONS}(?:(?:i'?m|i am|we'?re|still|just|now|currently|already|busy) ){{0,3}}"
        r"(?:watching|downloading|looking|checking|showing|sending|uploading|waiting|loading|driving|eating|working|"
        r"sitting|testing|trying|thinking|asking|posting|sharing|searching|recording|filming|shooting|heading|going|"
        r"running|leaving|coming|getting|having|cooking|reading|playing|listening|charging)\b"
    ),
    re.compile(
        r"\b(?:it'?s|its|has) been\b|\balready\b|\bnot (?:sure|yet|now|today)\b|\b(?:don'?t|dunno) know\b|"
        r"\bcan'?t (?:decide|tell|say|right now)\b|\bstill (?:thinking|here|waiting|deciding|looking|not sure)\b"
    ),
    re.compile(
        r"\b(?:give|gimme|gime|need|wait) (?:me )?(?:a|an|one|two|five|ten|some|\d+|few|another)\b.{0,24}\b(?:sec|"
        r"secs|second|seconds|min|mins|minute|minutes|moment|hour|hours|time|day|days)\b"
    ),
    re.compile(
        r"\b(?:later|tomorrow|tonight|soon|another time|in a (?:bit|min|minute|sec|while|moment)|next (?:week|time|"
        r"month)|after (?:lunch|dinner|work|school|the meeting)|this (?:evening|afternoon)|on (?:monday|tuesday|"
        r"wednesday|thursday|friday|saturday|sunday))\b.{0,12}$"
    ),
    re.compile(
        rf"^{_AFTER_INTERJECTIONS}(?:i )?(?:just |already |finally )?(?:posted|shared|sent|showed|watched|downloaded|"
        r"saved|uploaded|received|got|found|lost|forgot|spilled|charged)\b"
    ),
    # what the film is of, and where the writer is
    re.compile(
        r"^(?:oh |btw |so |yeah |lol |haha )?(?:we|i|he|she|they|my \w+) (?:filmed|shot|recorded|took|made|went|got"
        r"|were|was|had|"
        r"did) (?:it|this|that|these|them|there|all|in|at|on|to|a|the|so|here)\b"
    ),
    re.compile(
        r"^(?:oh |btw |so |sorry |hey )?(?:i'?m|i am|we'?re|we are) (?:on|at|in|off|out|home|away|still|stuck|back) |"
        r"\b(?:it'?s|this is|that'?s) (?:for|from|of) (?:my|our|his|her|their) (?:mum|mom|mother|dad|father|parents"
        r"|wife|husband|"
        r"boss|friends?|kids?|son|daughter|sister|brother|grand[a-z]{2,6}|nan|gran|girlfriend|boyfriend|cousin|aunt"
        r"|uncle"
        r"|family|"
        r"teacher|baby|dog|cat|wedding|birthday|anniversary)"
    ),
    # waiting, trying, and words for somebody else
    re.compile(
        r"\b(?:minutes?|mins?|hours?|seconds?|ages|days?) (?:and|already|later|now|passed|gone|ago) (?:still |and "
        r")?(?:nothing|"
        r"no |not |waiting)|\b(?:oh |aw )?come on\W*$|\btak(?:es|ing|en) (?:forever|ages|so long|an age|years)\b"
        r"|^(?:testing|tests?)(?: (?:testing|tests?|\d{1,4}|one|two|three|ok))*\W*$"
        r"|\b(?:send|forward|show|give) (?:it|this|that|them) to (?:mum|mom|dad|grand[a-z]{2,6}|nan|gran|my|your|the "
        r"(?:group"
        r"|team|family|"
        r"others|boys|girls|kids)|her|him|them|everyone|everybody)\b"
    ),
    # other people, and what they make of it
    re.compile(
        r"\bmy (?:mum|mom|mother|dad|father|parents|wife|husband|boss|manager|client|clients|friend|friends|kid|"
        r"kids|son|daughter|sister|brother|grandma|grandpa|nan|nana|gran|family|girlfriend|boyfriend|gf|bf|partner|"
        r"team|teacher|colleague|colleagues|coworkers?|boyfriend|roommate|cousin|aunt|uncle|followers|phone|cat|"
        r"dog|baby)\b.{0,20}\b(?:will|is|are|was|loves?|loved|going|cry|cried|crying|laugh\w*|says? (?:hi|thanks|"
        r"it's (?:great|perfect))|sleeping|calling|needs? me|died|dies|dead|gonna|(?:is )?freaking|hungry)\b"
    ),
    # laughter, apology, praise
    re.compile(
        r"\b(?:lol|lmao|rofl|haha|hehe|omg|xd|wtf)\b|\b(?:sorry|apologies|apologise|apologize|my bad|oops|whoops|"
        r"ignore|disregard|never mind|nevermind)\b.{0,24}\b(?:chat|you|wrong|group|person|that|messages?|late|delay|"
        r"wait|confusion|spam|bother\w*|mistake|cat|kid|son|daughter|pocket|phone)\b"
    ),
    re.compile(
        r"\b(?:exactly|just) what (?:i|we)\b|\bthe best\b|\bbest (?:bot|app|ever|thing|tool)\b|\bso (?:happy|"
        r"excited|glad|proud|pleased|impressed|grateful)\b|\b(?:can'?t|cannot) (?:wait|believe|thank|stop)\b|"
        r"\b(?:i|we) (?:really |just |absolutely |so )?(?:love|loved|like|appreciate|enjoyed)\b|\bfav(?:ou?rite)?\b|"
        r"\b(?:made|makes) (?:my|me|us|our)\b|\b(?:nice|great|good|well|awesome|amazing|brilliant|fantastic|lovely) "
        r"(?:one|work|job|stuff|done|bot|thanks)\b|\b(?:you|u|ur|you'?re|this|it'?s|that'?s) (?:are |is )?(?:so |"
        r"really |pretty |the )?(?:smart|clever|amazing|awesome|great|good|cool|best|perfect|insane|crazy|magic|"
        r"incredible|brilliant|fantastic|wonderful|lovely|adorable|hilarious)\b"
    ),
)
"""Sentences of talk; what they hold of `SHARED` is none of a wish."""

ENGLISH: Final = words(
    # pronouns, questions, auxiliaries
    "i i'm im i'll ill i've ive i'd id you ur u your yours youre you're you'll youll you've mine my our ours we'll "
    "we've we're they they're their them his she she's he's it's its this that that's thats these those what whats "
    "what's who whos who's whose where wheres where's when why how how's are were been would could should can cant "
    "can't cannot don't dont doesn't doesnt didn't didnt isn't isnt wasn't wasnt won't wont wouldn't couldn't "
    "shouldn't haven't the with from for about just now here there there's going gonna gotta gimme lemme let let's "
    "have has had got get and but because since though although than then if or not yet still already ever never "
    "always sometimes often usually "
    # what people talk about
    "know tell ask check look see watch wait hear think decide remember forget believe understand mean guess wonder "
    "come go leave stay stand sit sleep eat drink cook drive walk run work live call talk speak write read buy sell "
    "pay meet visit help thank thanks thankyou thx thnx tysm cheers welcome please sorry apologies oops whoops wrong "
    "chat group message worries rush hurry time moment today tomorrow tonight yesterday morning afternoon evening "
    "night week weekend month year day hour later soon back much many some any every thing things something anything "
    "nothing everything someone somebody anyone anybody everyone everybody nobody people person human friend mate "
    "buddy dude bro guys man girl boy kid kids child mom mum mother dad father wife husband boss colleague client "
    "customer brother sister son daughter uncle aunt cousin grandma grandpa family neighbour teacher doctor dog cat "
    "baby dinner lunch breakfast coffee tea beer food pizza home house office school phone mobile laptop battery "
    "internet wifi money free cost costs price bank job meeting flight train bus car traffic weather rain raining "
    "snow sunny holiday christmas birthday party wedding good great nice cool bad awesome amazing perfect lovely "
    "beautiful gorgeous cute adorable funny hilarious brilliant excellent fantastic wonderful incredible unbelievable "
    "impressive insane crazy genius legend hero star magic best better fair enough big small deal true really very "
    "quite pretty totally absolutely definitely exactly honestly seriously literally obviously probably maybe perhaps "
    "indeed kind sort love loved like enjoy hope wish excited happy glad proud pleased grateful tired sleepy hungry "
    "thirsty sick busy bored sad angry curious confused speechless yes yeah yep yup nope nah okay ok okie alright "
    "right sure noted whatever agreed understood congrats congratulations bravo kudos props respect hello hey heya "
    "hiya howdy greetings bye goodbye goodnight gn gm cya brb afk gtg ttyl idk idc imo tbh omw omg wow damn dang gosh "
    "geez jeez jesus god heck lol lmao rofl haha hmm ugh yay nailed nailing rocks sweet dope lit fire slay goat "
    "iconic wild mad test testing idea meanwhile luck fingers crossed ready done finished nearly almost there stuck "
    "sleeping awake dead alive robot bot ai app account login password privacy iphone android google english language "
    "keys groceries laundry shopping gym bed shower new old first last next same other another one two three more "
    "less again too also even only well chef's kiss fun joke kidding lost found fine neat super ha woohoo bleh yo sup "
    "eh ahh ooh aw aww yikes damnit ace ages sec few owe told regards devs patience crash crashed error terrible "
    "reply freezing cold outside doorbell approval monday tuesday wednesday thursday friday saturday sunday "
    "meh gg ez ngl fr bruh bet ikr nvm tbf jk ffs smh fyi blimey crikey mate ta yas yass welp huh dunno aye nope "
    "autocorrect holy moly goosebumps classy feed dentist "
)
"""Words by which a message in Latin letters is known to be English."""

FOREIGN: Final = words(
    # the most frequent words of languages that the vocabulary does not know, as far as they are no English words
    "el la los las de del que un una unos por para con más mas muy mi mis tu su es está esta este eso como pero "
    "quiero puedes hola gracias le les des du et est pas avec mon dans sur moi je il elle nous vous ce c'est merci "
    "bonjour une qui oui très tres der das und ist nicht ein eine einen mit zu auf für fur ich sie wir bitte danke "
    "kannst noch mal mehr auch aber den dem zum zur schon sehr kein keine lo gli che di sono è piu più grazie ciao "
    "puoi anche molto o os uma não nao da em seu sua mais obrigado obrigada voce você het een van ik jij niet en op "
    "voor maar wel heel graag dank bedankt bir ve bu için icin çok cok teşekkürler tesekkurler ini itu yang untuk "
    "tidak terima kasih saya aku kamu bisa tolong xin cho không khong cảm cam ơn anh và nie tak jest dziękuję "
    "dziekuje proszę prosze och att det är jag inte för tack på med ang ng sa po ko mo "
)
