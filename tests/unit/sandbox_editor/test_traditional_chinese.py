"""Traditional characters and words of Taiwan and Hong Kong are read as those of the mainland, and shown as typed."""

from dataclasses import replace

import pytest

from sandbox.reading import read
from sandbox.wording.lexicon import tags_of
from sandbox.wording.traditional import simplified

FILES = {"a": "甲.mp4", "b": "乙.mp4"}


def wished(text):
    reading = read(text, FILES)
    assert not reading.missed, reading.missed
    assert not reading.doubts, reading.doubts
    assert reading.wishes
    return [replace(wish, clause="") for wish in reading.wishes]


@pytest.mark.parametrize(
    ("traditional", "simplified_words"),
    [
        ("把影片轉成黑白", "把视频转成黑白"),
        ("加字幕「Hi」", "加字幕「Hi」"),
        ("裁剪成正方形", "裁剪成正方形"),
        ("加速兩倍", "加速两倍"),
        ("靜音", "静音"),
        ("剪掉前三秒", "剪掉前三秒"),
        ("把兩段影片接起來", "把两段视频接起来"),
        ("這三段幫我接起來，謝謝～", "这三段帮我接起来，谢谢～"),
        ("幫我將段片倒轉播放", "帮我将视频倒放"),
        ("把視頻倒過來播", "把视频倒放"),
        ("影片慢動作播放", "视频慢动作播放"),
        ("背景音樂細聲啲", "背景音乐小声点"),
        ("把聲量調大", "把音量调大"),
        ("配一首輕鬆的配樂", "配一首轻松的配乐"),
        ("加上浮水印「Hi」", "加上水印「Hi」"),
        ("套用復古濾鏡", "套用复古滤镜"),
        ("畫面亮一點", "画面亮一点"),
        ("把乙.mp4做成子母畫面", "把乙.mp4做成画中画"),
        ("畫中畫：乙.mp4放右下角", "画中画：乙.mp4放右下角"),
        ("改成直式影片", "改成竖屏视频"),
        ("片尾淡出", "片尾淡出"),
        ("剪走最後兩秒", "剪掉最后两秒"),
        ("唔要聲音", "不要声音"),
        ("影片旋轉90度", "视频旋转90度"),
        ("兩個片段之間加轉場", "两个片段之间加转场"),
        ("解析度改成1080p", "分辨率改成1080p"),
    ],
)
def test_it_is_read_as_the_same_wish_in_simplified_characters(traditional, simplified_words):
    assert wished(traditional) == wished(simplified_words)


def test_quoted_words_stay_as_they_were_typed():
    (wish,) = read("加標題「臺灣之旅：後來」", FILES).wishes
    assert wish.text == "臺灣之旅：後來"


def test_words_without_quotation_marks_stay_as_they_were_typed():
    (wish,) = read("加字幕：歡迎來到臺灣", FILES).wishes
    assert wish.text == "歡迎來到臺灣"
    (wish,) = read("加一個標題 歡迎來到臺灣", FILES).wishes
    assert wish.text == "歡迎來到臺灣"


def test_a_text_that_is_changed_to_the_other_characters_is_told_apart_from_itself():
    (wish,) = read("把標題「電影」改成「电影」", FILES).wishes
    assert (wish.about, wish.text) == ("電影", "电影")


def test_lines_of_a_script_stay_as_they_were_typed():
    reading = read("字幕：\n大家好，歡迎收看\n謝謝觀賞", FILES)
    assert reading.script == ("大家好，歡迎收看", "謝謝觀賞")


def test_a_file_is_known_by_its_name_as_it_is_written():
    files = {"a": "影片.mp4", "b": "视频.mp4"}
    (wish,) = read("刪除影片.mp4", files).wishes
    assert wish.files == ("a",)
    (wish,) = read("刪除视频.mp4", files).wishes
    assert wish.files == ("b",)


def test_what_is_not_understood_is_quoted_as_it_was_typed():
    reading = read("剪掉前三秒，幫我烤個蘋果派", FILES)
    assert reading.missed == ("幫我烤個蘋果派",)


def test_the_folded_text_is_as_long_as_it_was():
    text = "把影片、短片、段片、浮水印、解析度與聲量的檔案匯出，唔該；一段片段"
    assert len(simplified(text)) == len(text)
    assert "一段片段" in simplified(text)


def test_every_word_of_the_vocabulary_is_one_in_either_characters():
    assert "LAST" in tags_of(simplified("結尾"))
    assert "TRANSITION" in tags_of(simplified("轉場"))
    assert simplified("裁剪靜音") == "裁剪静音"
