"""What the agent says, English and Simplified Chinese side by side.

It never claims more than was done, and says of itself that it is a rule-based sandbox.
"""

_PHRASES: dict[str, tuple[str, str]] = {
    "put": ("Put {names} on the timeline ({length}).", "已把 {names} 放到时间线上（{length}）。"),
    "appended": ("Added {names} at the end; the film is {length} now.", "已把 {names} 接在末尾，现在全长 {length}。"),
    "all_there": ("Everything you sent is already on the timeline.", "你上传的素材已经都在时间线上了。"),
    "fresh": ("Started a fresh timeline.", "已新建时间线。"),
    "fresh_file": ("Started a fresh timeline with {names} only.", "已用 {names} 新建时间线。"),
    "cards": (
        "There is no clip or photo here, so I drew title cards: {length}, “{title}”.",
        "没有可用的视频或照片，我画了 {length} 的标题卡：“{title}”。",
    ),
    "no_clip": (
        (
            "There is nothing on the timeline yet: send a clip or photos, or say “create a 30-second video "
            "with background music”."
        ),
        "时间线上还没有素材：请先发一段视频或照片，或者说“制作一个30秒带背景音乐的视频”。",
    ),
    "only": ("Kept only {names} on the timeline.", "时间线上只保留了 {names}。"),
    "slideshow": ("Made a slideshow of {count} photos, {each} each.", "已把 {count} 张照片做成幻灯片，每张 {each}。"),
    "photos_fewer": ("You spoke of {wanted} photos; I have {count}.", "你提到 {wanted} 张照片，我只收到 {count} 张。"),
    "joined": ("Joined {count} clips one after the other ({length}).", "已按顺序拼接 {count} 个片段（{length}）。"),
    "one_clip": ("There is only one clip, so there is nothing to join.", "只有一个片段，没有可拼接的内容。"),
    "moved": ("Moved {names} to the {place}.", "已把 {names} 移到{place}。"),
    "reversed": ("Reversed the order of the shots.", "已颠倒片段顺序。"),
    "removed_clip": ("Removed {names}.", "已删除 {names}。"),
    "not_last": ("That would leave nothing on the timeline, so I kept it.", "这样时间线就空了，所以没有删除。"),
    "no_such_clip": ("There is no such clip on the timeline.", "时间线上没有这个片段。"),
    "replaced_clip": ("Replaced {old} with {new}.", "已用 {new} 替换 {old}。"),
    "kept": ("Kept {begin}–{end}; the film is {length} now.", "只保留 {begin}–{end}，现在全长 {length}。"),
    "cut": ("Cut out {begin}–{end}; the film is {length} now.", "已剪掉 {begin}–{end}，现在全长 {length}。"),
    "trimmed_start": ("Trimmed {ms} off the start; {length} left.", "已剪掉开头 {ms}，剩余 {length}。"),
    "trimmed_end": ("Trimmed {ms} off the end; {length} left.", "已剪掉结尾 {ms}，剩余 {length}。"),
    "out_of_film": (
        "{asked} is outside the film, which is {length} long; nothing was cut.",
        "{asked} 超出了影片范围（全长 {length}），没有剪切。",
    ),
    "silence": (
        "Cut {count} silences, {saved} in all; {length} left.",
        "已剪掉 {count} 处静音，共 {saved}，剩余 {length}。",
    ),
    "no_silence": (
        "Nothing to cut: no silences of 0.4 s or more next to sound.",
        "没有可剪的静音：没有找到 0.4 秒以上的静音片段。",
    ),
    "no_sound": ("Nothing to cut: there is no sound to find silences in.", "没有可剪的静音：素材没有声音。"),
    "speed": ("Speed {factor}×; the film is {length} now.", "速度调为 {factor} 倍，现在全长 {length}。"),
    "target_shorter": ("Shortened to {length}: the end was trimmed.", "已缩短到 {length}（剪去了结尾）。"),
    "target_cards": ("Set the length to {length}.", "时长设为 {length}。"),
    "target_longer": (
        "Your material is only {had} long, so I repeated it to reach {length}.",
        "素材只有 {had}，我重复播放以达到 {length}。",
    ),
    "target_same": ("It is {length} long already.", "现在已经是 {length}。"),
    "too_long": ("Longer than 30 minutes is more than this sandbox makes.", "沙盒最长只能做 30 分钟。"),
    "mute": ("Muted the original sound.", "已静音原声。"),
    "volume": ("Original sound at {percent}.", "原声音量设为 {percent}。"),
    "bgm": (
        "Added {name} background music ({bpm} BPM, {percent}).",
        "已添加{name}背景音乐（{bpm} BPM，音量 {percent}）。",
    ),
    "bgm_replaced": (
        "Changed the background music to {name} ({bpm} BPM, {percent}).",
        "背景音乐已换成{name}（{bpm} BPM，音量 {percent}）。",
    ),
    "bgm_file": ("Added {name} as background music ({percent}).", "已把 {name} 用作背景音乐（音量 {percent}）。"),
    "bgm_guess": (
        (
            "I chose the mood by rule; I cannot hear or see the clip. You can ask for lo-fi, upbeat, "
            "cinematic, ambient or energetic."
        ),
        "曲风是按规则选的，我听不到也看不到画面。你可以指定：轻松、欢快、电影感、氛围或动感。",
    ),
    "bgm_removed": ("Removed the background music.", "已移除背景音乐。"),
    "no_bgm": ("There is no background music to change.", "现在没有背景音乐。"),
    "bgm_volume": ("Background music at {percent}.", "背景音乐音量设为 {percent}。"),
    "beat": (
        "Made {count} cuts, each exactly on the beat ({bpm} BPM); the length is still {length}.",
        "已按节拍（{bpm} BPM）剪了 {count} 刀，每一刀都在拍点上，全长仍为 {length}。",
    ),
    "beat_closer": (
        "It is one clip, so every other stretch moves in closer; order and sound are as they were.",
        "只有一个片段，所以每隔一段拉近画面，顺序和声音不变。",
    ),
    "beat_turns": ("The clips take turns, and their own sound is cut along.", "各片段轮流出现，原声也随之剪切。"),
    "beat_unknown": (
        "I do not know the tempo of your own song, so I took {bpm} BPM; tell me its BPM for exact cuts.",
        "我不知道你这首歌的速度，先按 {bpm} BPM 处理；告诉我它的 BPM 会更准。",
    ),
    "beat_short": ("The film is too short to cut on the beat.", "影片太短，没法卡点。"),
    "beat_again": ("The cuts are on the beat again.", "剪辑点已重新对齐节拍。"),
    "beat_removed": ("Took the beat cuts out again.", "已取消卡点剪辑。"),
    "no_beat": ("There are no beat cuts.", "现在没有卡点剪辑。"),
    "title": ("Title added: “{text}” ({begin}–{end}).", "已添加标题：“{text}”（{begin}–{end}）。"),
    "caption": ("Caption added: “{text}” ({begin}–{end}).", "已添加字幕：“{text}”（{begin}–{end}）。"),
    "watermark": ("Watermark added: “{text}”, throughout.", "已添加水印：“{text}”（全程）。"),
    "no_text": (
        (
            'Tell me the words, for example: add a title "Urban Dreams". I cannot hear speech, so I cannot write '
            "captions by myself."
        ),
        "请告诉我文字，例如：加标题“城市之梦”。我听不懂语音，无法自动生成字幕。",
    ),
    "script": ("Laid {count} lines of the script as captions.", "已把脚本的 {count} 行作为字幕。"),
    "texts_removed": ("Removed {count} texts.", "已删除 {count} 处文字。"),
    "no_texts": ("There is no such text to remove.", "没有可删除的文字。"),
    "aspect": (
        "The picture is {ratio} now ({width}×{height}), {fit}.",
        "画幅改为 {ratio}（{width}×{height}），{fit}。",
    ),
    "blur": ("with a blurred background where the clip does not fill it", "空出的部分用模糊背景填充"),
    "crop": ("cropped to fill", "裁切填满"),
    "pad": ("with black bars", "空出的部分留黑边"),
    "resolution": ("Resolution {width}×{height}.", "分辨率 {width}×{height}。"),
    "resolution_most": (
        "{asked} is more than this sandbox renders; it is {width}×{height}.",
        "沙盒渲染不了 {asked}，现为 {width}×{height}。",
    ),
    "fade": ("Fade in {begin}, fade out {end}.", "淡入 {begin}，淡出 {end}。"),
    "fade_removed": ("Removed the fades.", "已去掉淡入淡出。"),
    "transition": ("Added {count} transitions ({ms} each).", "已添加 {count} 个转场（每个 {ms}）。"),
    "no_cuts": (
        "There is only one shot, so there is no cut to put a transition on.",
        "只有一个镜头，没有剪辑点可加转场。",
    ),
    "transition_removed": ("Removed the transitions.", "已去掉转场。"),
    "polish": (
        (
            "You left it to me, so I only added a gentle fade in and out. Tell me something concrete: “cut the "
            'silences”, “add lo-fi music”, “add a title "…"”.'
        ),
        "你没有说具体要求，我只加了柔和的淡入淡出。想要更多请说具体些，例如：“去掉静音片段”“加轻松的音乐”“加标题‘…’”。",
    ),
    "polished": (
        (
            "It already fades in and out. Tell me something concrete: “cut the silences”, “add lo-fi music”, "
            "“make it 9:16”."
        ),
        "已经有淡入淡出了。请说得具体些，例如：“去掉静音片段”“加轻松的音乐”“改成9:16”。",
    ),
    "undone": ("Went back to the version before.", "已回到上一个版本。"),
    "undone_to": ("Went back to version {number}.", "已回到第 {number} 版。"),
    "no_undo": ("There is no earlier version to go back to.", "没有更早的版本可以恢复。"),
    "ready": ("The timeline is ready: {length}.", "时间线已就绪：{length}。"),
    "too_many": (
        "That would make more than {most} shots, more than this sandbox renders; I left it as it was.",
        "这样会超过 {most} 个镜头，沙盒渲染不了，所以没有改动。",
    ),
    "unused_audio": ("I use one music file at a time; {names} stays unused.", "一次只能用一首音乐，{names} 暂未使用。"),
    "unknown_file": ("I have no file called “{name}” here.", "这里没有名为“{name}”的文件。"),
    "missed": (
        "I did not understand {quotes}. I am a rule-based sandbox, not the NemoVideo AI.",
        "没有听懂{quotes}。我是按规则工作的沙盒，不是 NemoVideo AI。",
    ),
    "unreadable_draft": (
        "I could not read the earlier timeline and started a new one.",
        "读不懂之前的时间线，已新建一个。",
    ),
    "left_alone": ("Understood; I left that as it is.", "好的，保持不变。"),
    "hello": (
        "Tell me what to do, for example: “cut the silences”, “add lo-fi music and sync the cuts to the beat”.",
        "请告诉我要做什么，例如：“去掉静音片段”“加轻松的音乐并卡点”。",
    ),
    "nothing": ("Nothing changed.", "没有改动。"),
    "can": (
        (
            "I am a rule-based sandbox, not the NemoVideo AI. I can trim, cut and join clips, cut silences, "
            "change speed and volume, "
            "add music and cut to its beat, add titles and captions, transitions and fades, change the shape "
            "and size of the picture, "
            "and make a slideshow of photos. I cannot see, hear or invent pictures."
        ),
        (
            "我是按规则工作的沙盒，不是 NemoVideo AI。我能裁剪、剪切、拼接片段，去静音，调速度和音量，"
            "加音乐并卡点，加标题和字幕、"
            "转场和淡入淡出，改画幅和分辨率，把照片做成幻灯片。我看不懂画面、听不懂语音，也不会凭空生成画面。"
        ),
    ),
    "is_long": ("The film is {length} long, {width}×{height}.", "影片全长 {length}，{width}×{height}。"),
    "contents": (
        "On the timeline: {names}; {music}; {words} texts; {length} in all.",
        "时间线上有：{names}；{music}；{words} 处文字；全长 {length}。",
    ),
    "with_music": ("background music {name}", "背景音乐 {name}"),
    "no_music": ("no background music", "没有背景音乐"),
    "start": ("beginning", "开头"),
    "end": ("end", "末尾"),
    "untitled": ("Untitled film", "未命名影片"),
    "lofi": ("Lo-fi", "轻松"),
    "upbeat": ("Upbeat", "欢快"),
    "cinematic": ("Cinematic", "电影感"),
    "ambient": ("Ambient", "氛围"),
    "energetic": ("Energetic", "动感"),
}


def say(key: str, *, chinese: bool, **values: object) -> str:
    """The sentence, filled in."""
    return _PHRASES[key][chinese].format(**values)


def seconds(ms: float, *, chinese: bool = False) -> str:
    """A length as people write it: 7.6 s, 12 s, 2:05."""
    if ms >= 60_000:
        return f"{int(ms // 60_000)}:{int(ms // 1000 % 60):02d}"
    return f"{ms / 1000:.1f}".removesuffix(".0") + (" 秒" if chinese else " s")


def percent(share: float) -> str:
    """A share as 35%."""
    return f"{share * 100:.0f}%"
