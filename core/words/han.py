"""Traditional characters and words of Taiwan and Hong Kong, folded to those that the vocabulary is written in. Pure.

Only for matching: what people wrote is never shown or sent in the folded form. The characters are those that occur in
the vocabulary; the pairs are those of OpenCC (TSCharacters.txt).
"""

import re
from typing import Final

_TRADITIONAL: Final = (
    "專業兩個箇為爲麼樂買親甚從們優會傳體餘儲兒關內冊寫決幾齣剛創刪別製辦務動區單曆歷厲發髮變隻臺號閤後嗎啓啟迴國圖場處復複覆"
    "夠頭傢對導將幫幹並幷開張當錄録態總戶纔護擇拚揮換據數無舊時顯暫麴機權條來標樣檔歡匯彙滙漢沒註滿濾點煩狀獨翫現電畫畵著確俬"
    "種積簡類級綫線組終結給繼續編聯腦腳節懞濛矇錶見視覽認讓訊記講設訴詞話詢語說説請誰調謝帐帳賬質購資讚贊軌轉軸載輯輸過還這進"
    "連選裏裡鏈銷錯錦鏡長問間隨隱靜麪麫麵項順預頻題額馬況極絕愛強湊彈飛邊側應鈕誌乾亂併係傷剋劃劇勁勻協厠參唸喫噴噹嚴圍圓團壓"
    "夢夥娛婦媽嬤學實寬層嵗師幀廁廚廣彆彔彫悶慮慶憂懷懸搖摳摺撐擋擔擺擾斃斷於暈書榦樓橫檯歲氣洩涼淩淺減溫溼滾漲漸潑潔潤濃濕煙"
    "熱燈爍爺琱環畢疊癒眞碼禮穩竪箏糰紀約紅純紙細絡統絲絶經綠維網綵緊緑緩縮繪繫纍羣聖聰聲聽肅脩膚膠臉興艷莊菸蓆蓋蔘藍藝虛虧衕"
    "衚補襬覺觸計試詩該誇誕誤課謠謡識譟譯讀豎豔貓財貴費貼賣賽趕蹤車軟輕輩輪週運違遞遠適醜釋釦鈅鈡銀銳鋪鋭鋼錢鍾鏇鐘鐵鑰門閃閨"
    "闆闇陰隊雜難鞦韓響頂頓領顆顏顔顛風颱飯飽養餬驚鬍鬧鬱鮮鵰麯麽黃齊"
)
_SIMPLIFIED: Final = (
    "专业两个个为为么乐买亲什从们优会传体余储儿关内册写决几出刚创删别制办务动区单历历厉发发变只台号合后吗启启回国图场处复复复"
    "够头家对导将帮干并并开张当录录态总户才护择拼挥换据数无旧时显暂曲机权条来标样档欢汇汇汇汉没注满滤点烦状独玩现电画画着确私"
    "种积简类级线线组终结给继续编联脑脚节蒙蒙蒙表见视览认让讯记讲设诉词话询语说说请谁调谢账账账质购资赞赞轨转轴载辑输过还这进"
    "连选里里链销错锦镜长问间随隐静面面面项顺预频题额马况极绝爱强凑弹飞边侧应钮志干乱并系伤克划剧劲匀协厕参念吃喷当严围圆团压"
    "梦伙娱妇妈嬷学实宽层岁师帧厕厨广别录雕闷虑庆忧怀悬摇抠折撑挡担摆扰毙断于晕书干楼横台岁气泄凉凌浅减温湿滚涨渐泼洁润浓湿烟"
    "热灯烁爷雕环毕叠愈真码礼稳竖筝团纪约红纯纸细络统丝绝经绿维网彩紧绿缓缩绘系累群圣聪声听肃修肤胶脸兴艳庄烟席盖参蓝艺虚亏同"
    "胡补摆觉触计试诗该夸诞误课谣谣识噪译读竖艳猫财贵费贴卖赛赶踪车软轻辈轮周运违递远适丑释扣钥钟银锐铺锐钢钱钟旋钟铁钥门闪闺"
    "板暗阴队杂难秋韩响顶顿领颗颜颜颠风台饭饱养糊惊胡闹郁鲜雕曲么黄齐"
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
