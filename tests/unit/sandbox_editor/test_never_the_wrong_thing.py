"""What used to be done wrongly and was said to be done, measured in the film."""

import pytest

from sandbox.reading import read

FILES = {"a": "clip1.mp4", "b": "clip2.mp4", "l": "logo.png", "v": "voice.mp3"}
NOISE = "anoisesrc=c=white:a=0.02:d=30"
SPEECH = "aevalsrc='0.5*sin(2*PI*300*t)*lt(mod(t,2),1)':s=44100:d=30"  # a second of voice, a second without


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        # noise is not the sound
        ("remove the background noise", "denoise"),
        ("reduce the noise", "denoise"),
        ("get rid of the wind noise", "denoise"),
        ("clean up the audio", "denoise"),
        ("denoise the sound", "denoise"),
        ("remove the hiss", "denoise"),
        ("can you take out the hum in the background?", "denoise"),
        ("filter out the static noise", "denoise"),
        ("apply noise reduction", "denoise"),
        ("cut the wind noise", "denoise"),
        ("去掉背景噪音", "denoise"),
        ("降噪", "denoise"),
        ("帮我去噪", "denoise"),
        ("把杂音去掉", "denoise"),
        ("消除风声", "denoise"),
        ("去除底噪", "denoise"),
        ("remove the audio", "mute"),
        ("remove the background music", "bgm_remove"),
        # a watermark is no clip
        ("use logo.png as a watermark", "logo"),
        ("add logo.png as a watermark in the corner", "logo"),
        ("put my logo in the top right corner", "logo"),
        ("overlay the logo bottom left", "logo"),
        ("watermark it with logo.png at 30% opacity", "logo"),
        ("add my logo", "logo"),
        ("place the logo in the lower right", "logo"),
        ("add a small logo in the upper left corner", "logo"),
        ("put logo.png on the video", "logo"),
        ("brand it with my logo", "logo"),
        ("把logo.png作为水印放在右上角", "logo"),
        ("加上我的logo", "logo"),
        ("右下角加一个标志", "logo"),
        ("加图片水印", "logo"),
        ("把标志放到左上角", "logo"),
        ("给视频加角标", "logo"),
        ('add a watermark "@nemo"', "text"),
        ("add watermark Nemo Studio", "text"),
        ("加水印“小明”", "text"),
        ("remove the logo", "logo_remove"),
        ("去掉logo", "logo_remove"),
        # picture in picture drops nothing
        ("picture in picture with clip2.mp4", "pip"),
        ("put clip2.mp4 in the corner as picture-in-picture", "pip"),
        ("make clip2.mp4 a PiP", "pip"),
        ("show the second clip in a small window bottom right", "pip"),
        ("overlay clip2.mp4 on top of clip1.mp4", "pip"),
        ("add clip2.mp4 as an inset", "pip"),
        ("use clip2.mp4 as a facecam in the top left", "pip"),
        ("do a picture in picture", "pip"),
        ("I want a video in video effect", "pip"),
        ("put clip2.mp4 as a small video in the corner", "pip"),
        ("画中画：把clip2.mp4放在右下角", "pip"),
        ("把clip2.mp4做成画中画", "pip"),
        ("右上角小窗播放clip2.mp4", "pip"),
        ("把第二个视频叠在第一个上面", "pip"),
        ("做一个画中画效果", "pip"),
        ("clip2.mp4用小窗口显示在左下角", "pip"),
        ("remove the picture in picture", "pip_remove"),
        # colours that pop are no pop music
        ("make the colours pop", "adjust"),
        ("make the colors pop more", "adjust"),
        ("more vibrant colours", "adjust"),
        ("boost the saturation", "adjust"),
        ("make it more colourful", "adjust"),
        ("make the colors more vivid", "adjust"),
        ("let the colors stand out", "adjust"),
        ("increase saturation by 30%", "adjust"),
        ("make it punchier", "adjust"),
        ("richer colours please", "adjust"),
        ("让颜色更鲜艳", "adjust"),
        ("色彩鲜艳一点", "adjust"),
        ("提高饱和度", "adjust"),
        ("画面更鲜明", "adjust"),
        ("颜色饱和一点", "adjust"),
        ("把颜色调得更艳丽", "adjust"),
        ("add pop music", "bgm"),
        # bars
        ("letterbox it", "bars"),
        ("add letterbox bars", "bars"),
        ("add black bars top and bottom", "bars"),
        ("add cinematic bars", "bars"),
        ("give it movie bars", "bars"),
        ("cinema bars please", "bars"),
        ("add widescreen bars", "bars"),
        ("put black bars above and below", "bars"),
        ("I want letterboxing", "bars"),
        ("letter box the video", "bars"),
        ("加电影黑边", "bars"),
        ("加上下黑边", "bars"),
        ("加黑条", "bars"),
        ("电影感黑边", "bars"),
        ("上下遮幅", "bars"),
        ("加宽银幕黑边", "bars"),
        ("make it 9:16 with black bars", "aspect"),
        ("remove the black bars", "bars_remove"),
        # a beginning is a cut
        ("start at 3s", "keep"),
        ("start the video at 3 seconds", "keep"),
        ("begin at 0:03", "keep"),
        ("let it start from 3 seconds", "keep"),
        ("play from 0:03", "keep"),
        ("start at 3s and end at 10s", "keep"),
        ("start it at second 3", "keep"),
        ("end at 10 seconds", "keep"),
        ("stop the video at 0:10", "keep"),
        ("starts at 0:03", "keep"),
        ("从第3秒开始", "keep"),
        ("从3秒开始到10秒结束", "keep"),
        ("开头从3秒开始", "keep"),
        ("到第10秒结束", "keep"),
        ("从0:03处开始", "keep"),
        ("开始设在3秒", "keep"),
        # one's own voice
        ("use voice.mp3 as a voice-over", "voice"),
        ("add voice.mp3 as a voiceover", "voice"),
        ("lay voice.mp3 over the video as narration", "voice"),
        ("voice over with voice.mp3 at 0:02", "voice"),
        ("put the voiceover over the film", "voice"),
        ("voice.mp3 is the narration", "voice"),
        ("add my narration voice.mp3", "voice"),
        ("use voice.mp3 for the voice over starting at 2 seconds", "voice"),
        ("I recorded a commentary, use voice.mp3", "voice"),
        ("add a voiceover", "voice"),
        ("把voice.mp3作为旁白", "voice"),
        ("用voice.mp3配音", "voice"),
        ("加上旁白voice.mp3", "voice"),
        ("旁白用voice.mp3", "voice"),
        ("voice.mp3当画外音", "voice"),
        ("把voice.mp3放上去做解说", "voice"),
        ("remove the voiceover", "voice_remove"),
        # 裁剪 is to crop where it is about the picture
        ("裁剪成正方形", "aspect"),
        ("裁剪到9:16", "aspect"),
        ("裁剪掉左边", "crop"),
        ("裁剪画面", "crop"),
        ("裁掉右边20%", "crop"),
        ("把画面上下裁掉10%", "crop"),
        ("裁剪四周", "crop"),
        ("裁剪到10秒", "target"),
        ("裁剪前5秒", "trim_start"),
        ("crop it to 1:1", "aspect"),
        ("crop the left side", "crop"),
        ("crop out the bottom", "crop"),
        ("crop 20% off the left", "crop"),
        ("cut off the right side of the picture", "crop"),
        ("crop the edges", "crop"),
        ("crop to the middle", "crop"),
        ("crop away the top 15%", "crop"),
        ("crop both sides by 10%", "crop"),
        ("crop the picture", "crop"),
        ("crop the video", "crop"),
        ("undo the crop", "crop_remove"),
    ],
)
def test_these_words_are_one_wish(words, wanted):
    reading = read(words, FILES)

    assert {wish.op for wish in reading.wishes} - {"polish"} == {wanted}, reading
    assert not reading.missed


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("add a title saying Hello at 0:04 for 2 seconds", {"text": "Hello", "span": (4000, None), "ms": 2000}),
        ("saying Hello at 0:04 for 2 seconds", {"text": "Hello", "span": (4000, None), "ms": 2000}),
        ("put text that reads Good night from 0:02 to 0:05", {"text": "Good night", "span": (2000, 5000)}),
        ("add a title saying Meet me at the park", {"text": "Meet me at the park"}),
        (
            "a caption saying One more at the bottom in yellow",
            {"text": "One more", "place": "bottom", "color": "yellow"},
        ),
        ("在第4秒加字幕“你好”，持续2秒", {"text": "你好", "span": (4000, None), "ms": 2000}),
        ("watermark it with logo.png bottom left at 30% opacity", {"place": "bottom-left", "amount": 0.3}),
        ("put the logo in the upper right, 40% transparent", {"place": "top-right", "amount": 0.6}),
        ("fade out the music over 3 seconds", {"text": "music", "kind": "out", "ms": 3000}),
        ("fade the music in", {"text": "music", "kind": "in"}),
        ("let the music fade away at the end", {"text": "music", "kind": "out"}),
        ("fade out the sound", {"text": "sound", "kind": "out"}),
        ("fade the picture to black", {"text": "picture", "kind": "out"}),
        ("音乐在结尾淡出", {"text": "music", "kind": "out"}),
        ("声音淡入", {"text": "sound", "kind": "in"}),
        ("画面淡出", {"text": "picture", "kind": "out"}),
        ("fade out", {"text": "", "kind": "out"}),
        ("fade in and out", {"text": "", "kind": "both"}),
        ("音乐渐弱", {"text": "music", "kind": "out"}),
    ],
)
def test_the_exact_things_go_along(words, fields):
    wish = read(words, FILES).wishes[-1]

    assert {name: getattr(wish, name) for name in fields} == fields


async def test_background_noise_goes_and_the_voice_stays(clips, asked, rendered):
    clip = await clips("noisy.mp4", seconds=6, sound=f"{SPEECH}[s];{NOISE}[n];[s][n]amix=normalize=0", key="v")
    plain = await rendered((await asked("put this on the timeline", [clip])).draft, [clip])
    made = await asked("remove the background noise", [clip])
    film = await rendered(made.draft, [clip])

    # what is left between the words, and the words
    assert await film.loudness(3.3, 0.5) < await plain.loudness(3.3, 0.5) - 8
    assert abs(await film.loudness(2.2, 0.6) - await plain.loudness(2.2, 0.6)) < 2


async def test_a_logo_lies_in_its_corner_and_the_film_is_as_long_as_before(clips, asked, rendered):
    clip = await clips("clip.mp4", picture="color=blue", key="v")
    logo = await clips("logo.png", "-frames:v", "1", picture="color=red", sound="", size="80x80", key="l")
    made = await asked("add logo.png as a watermark bottom left", [clip, logo])
    film = await rendered(made.draft, [clip, logo])

    assert abs(film.asset.duration_ms - 4000) <= 80
    assert [segment["m"]["asset"] for segment in made.draft["t"][0]["sg"]] == ["v"]
    corners = {
        "bottom left": await film.colour(2, 0.04, 0.85),
        "top right": await film.colour(2, 0.95, 0.1),
        "middle": await film.colour(2, 0.5, 0.5),
    }
    assert corners["bottom left"][0] > 180
    assert corners["bottom left"][2] < 80
    assert corners["top right"][2] > 180
    assert corners["middle"][2] > 180


async def test_a_logo_that_is_half_solid_lets_the_film_through(clips, asked, rendered):
    clip = await clips("clip.mp4", picture="color=blue", key="v")
    logo = await clips("logo.png", "-frames:v", "1", picture="color=red", sound="", size="80x80", key="l")
    made = await asked("put the logo in the top left at 50% opacity", [clip, logo])
    red, _, blue = await (await rendered(made.draft, [clip, logo])).colour(2, 0.04, 0.12)

    assert 80 < red < 180
    assert 80 < blue < 180


async def test_a_picture_in_picture_plays_over_the_other_clip(clips, asked, rendered):
    below = await clips("clip1.mp4", picture="color=blue", key="a")
    above = await clips("clip2.mp4", picture="color=red", seconds=2, key="b")
    made = await asked("put clip2.mp4 in the corner as picture in picture bottom right", [below, above])
    film = await rendered(made.draft, [below, above])

    assert abs(film.asset.duration_ms - 4000) <= 80
    assert (await film.colour(1, 0.85, 0.85))[0] > 180
    assert (await film.colour(1, 0.2, 0.2))[2] > 180
    assert (await film.colour(3, 0.85, 0.85))[2] > 180  # it has ended, the film goes on
    assert "clip2.mp4" in made.said


async def test_a_clip_that_was_in_the_row_leaves_it_for_the_picture_in_picture(clips, asked):
    below = await clips("clip1.mp4", picture="color=blue", key="a")
    above = await clips("clip2.mp4", picture="color=red", seconds=2, key="b")
    first = await asked("join my clips", [below, above])
    made = await asked("picture in picture with clip2.mp4", [below, above], first.draft)

    assert first.draft["d"] == 6000
    assert made.draft["d"] == 4000
    assert "row of clips" in made.said


async def test_colours_pop_without_any_music(clips, asked, rendered):
    clip = await clips("dull.mp4", picture="color=0x907060")
    plain = await rendered((await asked("put this on the timeline", [clip])).draft, [clip])
    made = await asked("make the colours pop", [clip])
    film = await rendered(made.draft, [clip])

    before, after = await plain.colour(2, 0.5, 0.5), await film.colour(2, 0.5, 0.5)
    assert max(after) - min(after) > max(before) - min(before) + 12
    assert [track["tt"] for track in made.draft["t"]] == [0]


async def test_bars_are_black_and_the_film_keeps_its_size(clips, asked, rendered):
    clip = await clips("white.mp4", picture="color=white")
    made = await asked("letterbox it", [clip])
    film = await rendered(made.draft, [clip])

    assert max(await film.colour(2, 0.5, 0.03)) < 30
    assert max(await film.colour(2, 0.5, 0.97)) < 30
    assert min(await film.colour(2, 0.5, 0.5)) > 200
    assert (film.asset.width, film.asset.height) == (640, 360)
    assert "bars" in made.said


async def test_a_shape_that_is_there_already_is_not_claimed(clips, asked):
    clip = await clips("clip.mp4")
    first = await asked("put this on the timeline", [clip])
    made = await asked("make it 16:9", [clip], first.draft)

    assert not made.changed
    assert "already" in made.said


async def test_fading_the_music_out_leaves_the_picture(clips, asked, rendered):
    clip = await clips("white.mp4", picture="color=white", sound="", seconds=6)
    first = await asked("add upbeat music at 100%", [clip])
    made = await asked("fade out the music over 3 seconds", [clip], first.draft)
    film = await rendered(made.draft, [clip])

    assert min(await film.colour(5.9, 0.5, 0.5)) > 200
    assert await film.loudness(5.7, 0.3) < await film.loudness(1, 1) - 12


async def test_fading_the_picture_leaves_the_sound_and_the_other_way_round(clips, asked, rendered):
    clip = await clips("white.mp4", picture="color=white")
    dark = await rendered((await asked("fade the picture to black over 2 seconds", [clip])).draft, [clip])
    quiet = await rendered((await asked("fade out the sound over 2 seconds", [clip])).draft, [clip])

    assert max(await dark.colour(3.95, 0.5, 0.5)) < 40
    assert await dark.loudness(3.7, 0.25) > -25
    assert min(await quiet.colour(3.9, 0.5, 0.5)) > 200
    assert await quiet.loudness(3.8, 0.2) < await quiet.loudness(1, 1) - 12


async def test_a_film_that_starts_at_three_seconds_is_shorter(clips, asked, rendered):
    ramp = "color=black,geq=lum='min(255,T*60)':cb=128:cr=128"
    clip = await clips("ramp.mp4", picture=ramp.split(",", maxsplit=1)[0], seconds=4)
    made = await asked("start at 3s", [clip])

    assert made.draft["d"] == 1000
    assert abs((await rendered(made.draft, [clip])).asset.duration_ms - 1000) <= 80


async def test_words_are_seen_when_they_are_said_to_be(clips, asked, rendered):
    clip = await clips("dark.mp4", picture="color=black", seconds=8)
    made = await asked("add a title saying Hello at 0:04 for 2 seconds", [clip])
    film = await rendered(made.draft, [clip])

    lit = {at: max(await film.pixels(at, "640x360")) > 180 for at in (3, 5, 7)}
    assert lit == {3: False, 5: True, 7: False}


async def test_a_voice_over_is_heard_once_and_the_music_steps_back(clips, asked, rendered):
    clip = await clips("dark.mp4", picture="color=black", sound="", seconds=8, key="c")
    voice = await clips("voice.mp3", picture="", sound="sine=f=1000:d=30,volume=2", seconds=2, key="v")
    music = await clips("song.mp3", picture="", sound="sine=f=200:d=30", seconds=8, key="m")
    first = await asked("use song.mp3 as background music at 60%", [clip, music])
    made = await asked("add voice.mp3 as a voice-over at 0:02", [clip, music, voice], first.draft)
    film = await rendered(made.draft, [clip, music, voice])

    assert made.draft["d"] == 8000
    assert abs(film.asset.duration_ms - 8000) <= 80
    speaks = {at: await film.loudness(at, 0.8, "highpass=f=600,highpass=f=600") for at in (0.8, 2.8, 5.5)}
    assert speaks[2.8] > speaks[0.8] + 20
    assert speaks[2.8] > speaks[5.5] + 20
    plays = {at: await film.loudness(at, 0.8, "lowpass=f=400,lowpass=f=400") for at in (0.8, 2.8, 5.5)}
    assert plays[2.8] < plays[0.8] - 6
    assert abs(plays[5.5] - plays[0.8]) < 1.5


async def test_a_voice_over_nobody_sent_is_asked_for(clips, asked):
    made = await asked("add a voiceover", [await clips("clip.mp4")])

    assert "audio file" in made.said
    assert [track["tt"] for track in made.draft["t"]] == [0]


async def test_chinese_crops_as_english_does(clips, asked):
    clip = await clips("clip.mp4")
    english = await asked("crop it to 9:16", [clip])
    chinese = await asked("裁剪到9:16", [clip])

    about = [{**made.draft["m"], "asked": None} for made in (english, chinese)]
    assert about[0] == about[1]
    assert english.draft["m"]["fit"] == "crop"


async def test_what_is_cropped_off_is_gone(clips, asked, rendered):
    half = "color=red,drawbox=x=iw/2:y=0:w=iw/2:h=ih:color=blue:t=fill"
    clip = await clips("halves.mp4", "-vf", half.split(",", 1)[1], picture="color=red")
    made = await asked("crop 50% off the left", [clip])
    film = await rendered(made.draft, [clip])

    assert (film.asset.width / film.asset.height) == pytest.approx(8 / 9, abs=0.03)
    assert (await film.colour(2, 0.03, 0.5))[2] > 180
    assert (await film.colour(2, 0.97, 0.5))[2] > 180
