"""Traditional characters and words of Taiwan and Hong Kong, folded to those that the vocabulary is written in. Pure.

Only for matching: what people wrote is never shown or sent in the folded form. The characters are those that occur in
the vocabulary; the pairs are those of OpenCC (TSCharacters.txt).
"""

import re
from typing import Final

_TRADITIONAL: Final = (
    "專業兩個箇為爲麼樂買親甚從們優會傳體餘儲兒關內冊寫決幾齣剛創刪別製辦務動區單曆歷厲發髮變隻臺號閤後嗎"
    "啓啟迴國圖場處復複覆夠頭傢對導將幫幹並幷開張當錄録態總戶纔護擇拚揮換據數無舊時顯暫麴機權條來標樣檔歡"
    "匯彙滙漢沒註滿濾點煩狀獨翫現電畫畵著確俬種積簡類級綫線組終結給繼續編聯腦腳節懞濛矇錶見視覽認讓訊記講"
    "設訴詞話詢語說説請誰調謝帐帳賬質購資讚贊軌轉軸載輯輸過還這進連選裏裡鏈銷錯錦鏡長問間隨隱靜麪麫麵項順"
    "預頻題額馬況極絕愛強湊彈飛邊側應鈕誌"
)
_SIMPLIFIED: Final = (
    "专业两个个为为么乐买亲什从们优会传体余储儿关内册写决几出刚创删别制办务动区单历历厉发发变只台号合后吗"
    "启启回国图场处复复复够头家对导将帮干并并开张当录录态总户才护择拼挥换据数无旧时显暂曲机权条来标样档欢"
    "汇汇汇汉没注满滤点烦状独玩现电画画着确私种积简类级线线组终结给继续编联脑脚节蒙蒙蒙表见视览认让讯记讲"
    "设诉词话询语说说请谁调谢账账账质购资赞赞轨转轴载辑输过还这进连选里里链销错锦镜长问间随隐静面面面项顺"
    "预频题额马况极绝爱强凑弹飞边侧应钮志"
)
_CHARACTERS: Final = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_REGIONAL: Final = {
    "汇出": "导出",
    "储存": "保存",
    "复原": "撤销",
    "还原": "撤销",
    "专案": "项目",
    "档案": "文件",
    "影片": "视频",
    "算图": "渲染",
    "解析度": "分辨率",
    "画质": "质量",
    "品质": "质量",
    "设定": "设置",
    "资讯": "信息",
    "寄给": "发给",
    "传送": "发送",
    "支援": "支持",
}
_REGIONAL_WORD: Final = re.compile("|".join(_REGIONAL))


def simplified(text: str) -> str:
    """Return a text of the same length in simplified characters and the words of the mainland."""
    return _REGIONAL_WORD.sub(lambda found: _REGIONAL[found[0]], text.translate(_CHARACTERS))
