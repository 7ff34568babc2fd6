/** Cultures of East and South Asia. */
import { type Culture, calls, pairs, words } from './culture.ts';

const asian = {
  callNames: {},
  regions: ['n', 's', 'e', 'w'],
  postcode: '######',
  phone: '1## #### ####',
  houseBehind: true,
  skew: 2.2,
  twoFamilies: 0,
  twoGiven: 0,
  otherForm: 0,
} as const;

export const chinese: Culture = {
  ...asian,
  name: 'chinese',
  family: words(
    '王/wang 李/li 张/zhang 刘/liu 陈/chen 杨/yang 赵/zhao 黄/huang 周/zhou 吴/wu 徐/xu 孙/sun 胡/hu 朱/zhu 高/gao 林/lin 何/he 郭/guo 马/ma 罗/luo 梁/liang 宋/song 郑/zheng 谢/xie 韩/han 唐/tang 冯/feng 于/yu 董/dong 萧/xiao 程/cheng 曹/cao 袁/yuan 邓/deng 许/xu 傅/fu 沈/shen 曾/zeng 彭/peng 吕/lv/lu/lyu 苏/su 卢/lu 蒋/jiang 蔡/cai 贾/jia 丁/ding 魏/wei 薛/xue 叶/ye 阎/yan 欧阳/ouyang 司马/sima 诸葛/zhuge 单/shan 仇/qiu 解/xie',
  ),
  female: words(
    '芳/fang 秀英/xiuying/xiu_ying 娜/na 敏/min 静/jing 丽/li 艳/yan 娟/juan 霞/xia 秀兰/xiulan/xiu_lan 桂英/guiying/gui_ying 玉兰/yulan/yu_lan 淑珍/shuzhen/shu_zhen 玉梅/yumei/yu_mei 红梅/hongmei/hong_mei 丽华/lihua/li_hua 雪梅/xuemei/xue_mei 婷婷/tingting/ting_ting 欣怡/xinyi/xin_yi 梓涵/zihan/zi_han 雨桐/yutong/yu_tong 美玲/meiling/mei_ling 晓燕/xiaoyan/xiao_yan 慧/hui 倩/qian 雅琴/yaqin/ya_qin 佳怡/jiayi/jia_yi 诗涵/shihan/shi_han 春花/chunhua/chun_hua 秋菊/qiuju/qiu_ju',
  ),
  male: words(
    '伟/wei 强/qiang 磊/lei 军/jun 洋/yang 勇/yong 杰/jie 涛/tao 明/ming 超/chao 建国/jianguo/jian_guo 志强/zhiqiang/zhi_qiang 建华/jianhua/jian_hua 国强/guoqiang/guo_qiang 文/wen 海涛/haitao/hai_tao 俊杰/junjie/jun_jie 浩然/haoran/hao_ran 子轩/zixuan/zi_xuan 宇航/yuhang/yu_hang 建军/jianjun/jian_jun 志明/zhiming/zhi_ming 晓东/xiaodong/xiao_dong 永强/yongqiang/yong_qiang 家豪/jiahao/jia_hao 天宇/tianyu/tian_yu 德华/dehua/de_hua 卫东/weidong/wei_dong 鹏/peng 斌/bin 博/bo 凯/kai 刚/gang',
  ),
  streets: words(
    '人民路/renmin_lu/renmin_road 解放路/jiefang_lu/jiefang_road 中山路/zhongshan_lu 建设路/jianshe_lu 和平街/heping_jie 新华路/xinhua_lu 北京路/beijing_lu 文化路/wenhua_lu 长江路/changjiang_lu 胜利街/shengli_jie 光明路/guangming_lu 友谊路/youyi_lu 青年路/qingnian_lu',
  ),
  places: words(
    "武汉/wuhan 成都/chengdu 西安/xian/xi'an 南京/nanjing 长沙/changsha 沈阳/shenyang 郑州/zhengzhou 杭州/hangzhou 昆明/kunming 济南/jinan 青岛/qingdao 大连/dalian 合肥/hefei 福州/fuzhou 兰州/lanzhou",
  ),
  sounds: pairs('zh>z ch>c sh>s ng>n n>ng x>hs q>ch l>n h>f'),
};

export const japanese: Culture = {
  ...asian,
  name: 'japanese',
  family: words(
    '佐藤/さとう/サトウ/sato/satou 鈴木/すずき/スズキ/suzuki 高橋/たかはし/タカハシ/takahashi 田中/たなか/タナカ/tanaka 渡辺/わたなべ/ワタナベ/watanabe 伊藤/いとう/イトウ/ito/itou 山本/やまもと/ヤマモト/yamamoto 中村/なかむら/ナカムラ/nakamura 小林/こばやし/コバヤシ/kobayashi 加藤/かとう/カトウ/kato/katou 吉田/よしだ/ヨシダ/yoshida 山田/やまだ/ヤマダ/yamada 佐々木/ささき/ササキ/sasaki 山口/やまぐち/ヤマグチ/yamaguchi 松本/まつもと/マツモト/matsumoto 井上/いのうえ/イノウエ/inoue 木村/きむら/キムラ/kimura 林/はやし/ハヤシ/hayashi 斎藤/さいとう/サイトウ/saito/saitou 清水/しみず/シミズ/shimizu 山崎/やまざき/ヤマザキ/yamazaki 森/もり/モリ/mori 池田/いけだ/イケダ/ikeda 橋本/はしもと/ハシモト/hashimoto 阿部/あべ/アベ/abe 石川/いしかわ/イシカワ/ishikawa 前田/まえだ/マエダ/maeda 藤田/ふじた/フジタ/fujita 小川/おがわ/オガワ/ogawa 岡田/おかだ/オカダ/okada 後藤/ごとう/ゴトウ/goto 長谷川/はせがわ/ハセガワ/hasegawa 村上/むらかみ/ムラカミ/murakami 近藤/こんどう/コンドウ/kondo 石井/いしい/イシイ/ishii 大野/おおの/オオノ/ono/ohno 服部/はっとり/ハットリ/hattori 東海林/しょうじ/ショウジ/shoji',
  ),
  female: words(
    '幸子/さちこ/サチコ/sachiko 和子/かずこ/カズコ/kazuko 陽子/ようこ/ヨウコ/yoko 恵子/けいこ/ケイコ/keiko 洋子/ようこ/ヨウコ/yoko 久美子/くみこ/クミコ/kumiko 由美/ゆみ/ユミ/yumi 真由美/まゆみ/マユミ/mayumi 智子/ともこ/トモコ/tomoko 裕子/ゆうこ/ユウコ/yuko 直美/なおみ/ナオミ/naomi 明美/あけみ/アケミ/akemi 愛/あい/アイ/ai 美咲/みさき/ミサキ/misaki 結衣/ゆい/ユイ/yui 陽菜/ひな/ヒナ/hina 葵/あおい/アオイ/aoi 京子/きょうこ/キョウコ/kyoko 文子/ふみこ/フミコ/fumiko 節子/せつこ/セツコ/setsuko 千代/ちよ/チヨ/chiyo 綾香/あやか/アヤカ/ayaka',
  ),
  male: words(
    '博/ひろし/ヒロシ/hiroshi 浩/ひろし/ヒロシ/hiroshi 誠/まこと/マコト/makoto 隆/たかし/タカシ/takashi 茂/しげる/シゲル/shigeru 清/きよし/キヨシ/kiyoshi 健一/けんいち/ケンイチ/kenichi 大輔/だいすけ/ダイスケ/daisuke 翔太/しょうた/ショウタ/shota 蓮/れん/レン/ren 拓也/たくや/タクヤ/takuya 健太/けんた/ケンタ/kenta 直樹/なおき/ナオキ/naoki 一郎/いちろう/イチロウ/ichiro 次郎/じろう/ジロウ/jiro 進/すすむ/ススム/susumu 勇気/ゆうき/ユウキ/yuki 達也/たつや/タツヤ/tatsuya 和夫/かずお/カズオ/kazuo 正/ただし/タダシ/tadashi 哲也/てつや/テツヤ/tetsuya 良平/りょうへい/リョウヘイ/ryohei 純一/じゅんいち/ジュンイチ/junichi',
  ),
  streets: words(
    '本町/honcho/honmachi 中央/chuo 栄町/sakaemachi 緑町/midoricho 東町/higashicho 西新宿/nishishinjuku 桜木町/sakuragicho 旭町/asahimachi 若葉台/wakabadai 元町/motomachi',
  ),
  places: words(
    '横浜/yokohama 名古屋/nagoya 札幌/sapporo 神戸/kobe 京都/kyoto 福岡/fukuoka 川崎/kawasaki 広島/hiroshima 仙台/sendai 千葉/chiba 新潟/niigata 静岡/shizuoka',
  ),
  postcode: '###-####',
  phone: '0#0-####-####',
  sounds: pairs('ou>o oo>o si>shi shi>si tu>tsu tsu>tu zi>ji hu>fu fu>hu ti>chi n>m う> ず>づ じ>ぢ'),
};

export const korean: Culture = {
  ...asian,
  name: 'korean',
  family: words(
    '김/kim/gim 이/lee/yi/rhee 박/park/pak/bak 최/choi/choe 정/jung/chung/jeong 강/kang/gang 조/cho/jo 윤/yoon/yun 장/jang/chang 임/lim/im 한/han 오/oh/o 서/seo/suh 신/shin/sin 권/kwon/gwon 황/hwang 안/ahn/an 송/song 류/ryu/yoo 전/jeon/jun 홍/hong 고/ko/go 문/moon/mun 양/yang 손/son/sohn 배/bae/pae 백/baek/paik 허/heo/huh 남궁/namgung/namkoong 노/noh/roh 심/shim/sim 하/ha 곽/kwak/gwak 성/sung/seong 차/cha 주/joo/ju 우/woo/wu 구/koo/gu',
  ),
  female: words(
    '영희/younghee/yeonghui/young-hee 미경/mikyung/migyeong/mi-kyung 은주/eunju/eun-joo 지영/jiyoung/jiyeong/ji-young 현정/hyunjung/hyeonjeong/hyun-jung 수진/sujin/soo-jin 민지/minji/min-ji 서연/seoyeon/seo-yeon 지우/jiwoo/jiu/ji-woo 하은/haeun/ha-eun 순자/soonja/sunja/soon-ja 정숙/jungsook/jeongsuk/jung-sook 혜진/hyejin/hye-jin 유진/yujin/yoo-jin 은정/eunjung/eunjeong/eun-jung 선영/sunyoung/seonyeong/sun-young 보라/bora 수빈/subin/soo-bin 예은/yeeun/ye-eun 경숙/kyungsook/gyeongsuk/kyung-sook',
  ),
  male: words(
    '민준/minjun/min-jun 영수/youngsoo/yeongsu/young-soo 성호/sungho/seongho/sung-ho 지훈/jihoon/jihun/ji-hoon 현우/hyunwoo/hyeonu/hyun-woo 준호/junho/jun-ho 상훈/sanghoon/sanghun/sang-hoon 동현/donghyun/donghyeon/dong-hyun 재현/jaehyun/jaehyeon/jae-hyun 승민/seungmin/seung-min 도윤/doyoon/doyun/do-yoon 진호/jinho/jin-ho 정훈/junghoon/jeonghun/jung-hoon 병철/byungchul/byeongcheol/byung-chul 광수/kwangsoo/gwangsu/kwang-soo 태현/taehyun/taehyeon/tae-hyun 우진/woojin/ujin/woo-jin 철수/chulsoo/cheolsu/chul-soo 시우/siwoo/siu/si-woo 경호/kyungho/gyeongho/kyung-ho',
  ),
  streets: words(
    '세종대로/sejong-daero 테헤란로/teheran-ro 강남대로/gangnam-daero 중앙로/jungang-ro 충무로/chungmu-ro 을지로/eulji-ro 신촌로/sinchon-ro 대학로/daehak-ro 번영로/beonyeong-ro 해운대로/haeundae-ro',
  ),
  places: words(
    '서울/seoul 부산/busan/pusan 대구/daegu/taegu 인천/incheon/inchon 광주/gwangju 대전/daejeon 울산/ulsan 수원/suwon 전주/jeonju 청주/cheongju 춘천/chuncheon 제주/jeju',
  ),
  postcode: '#####',
  phone: '010-####-####',
  sounds: pairs('eo>u u>eo oo>u k>g g>k j>ch ee>i yeo>you p>b l>r'),
  skew: 2.8,
};

export const vietnamese: Culture = {
  ...asian,
  name: 'vietnamese',
  family: words(
    'nguyễn/nguyen trần/tran lê/le phạm/pham hoàng/huỳnh/hoang huỳnh/huynh phan vũ/võ/vu võ/vo đặng/dang bùi/bui đỗ/do hồ/ho ngô/ngo dương/duong lý/ly đào/dao đinh/dinh lâm/lam trịnh/trinh mai cao tạ/ta hà/ha chu tô/to',
  ),
  female: words(
    'thị_lan/thi_lan thị_hoa/thi_hoa thu_hà/thu_ha ngọc_anh/ngoc_anh thị_hương/thi_huong mai_anh thanh_hương/thanh_huong bích_ngọc/bich_ngoc thị_tuyết/thi_tuyet minh_châu/minh_chau phương_thảo/phuong_thao kim_liên/kim_lien thị_hồng/thi_hong hồng_nhung/hong_nhung thuỳ_linh/thuy_linh quỳnh_anh/quynh_anh thị_nga/thi_nga cẩm_tú/cam_tu diệu_hiền/dieu_hien yến_nhi/yen_nhi mỹ_duyên/my_duyen lan_chi',
  ),
  male: words(
    'văn_hùng/van_hung văn_minh/van_minh đức_anh/duc_anh quang_huy minh_tuấn/minh_tuan hữu_phước/huu_phuoc văn_thành/van_thanh quốc_bảo/quoc_bao thanh_tùng/thanh_tung tuấn_kiệt/tuan_kiet gia_bảo/gia_bao văn_dũng/van_dung xuân_trường/xuan_truong ngọc_sơn/ngoc_son công_phượng/cong_phuong đình_trọng/dinh_trong văn_hải/van_hai tiến_đạt/tien_dat hoàng_long/hoang_long bá_thành/ba_thanh khắc_việt/khac_viet trung_kiên/trung_kien',
  ),
  streets: words(
    'lê_lợi/le_loi nguyễn_huệ/nguyen_hue trần_hưng_đạo/tran_hung_dao hai_bà_trưng/hai_ba_trung lý_thường_kiệt/ly_thuong_kiet điện_biên_phủ/dien_bien_phu hùng_vương/hung_vuong quang_trung phan_chu_trinh võ_thị_sáu/vo_thi_sau',
  ),
  places: words(
    'hà_nội/ha_noi/hanoi đà_nẵng/da_nang cần_thơ/can_tho hải_phòng/hai_phong biên_hoà/bien_hoa huế/hue nha_trang vũng_tàu/vung_tau đà_lạt/da_lat nam_định/nam_dinh vinh thái_bình/thai_binh',
  ),
  phone: '09## ### ###',
  houseBehind: false,
  sounds: pairs('d>gi gi>d y>i i>y tr>ch ch>tr x>s s>x ng>n c>k'),
  skew: 2.8,
  otherForm: 0.1,
};

export const indian: Culture = {
  ...asian,
  name: 'indian',
  family: words(
    'kumar/kumaar singh sharma/sarma devi patel/pattel gupta verma/varma yadav/yadava khan das/dass roy/ray reddy/reddi rao nair/nayar iyer/ayyar pillai/pillay mishra/misra joshi jain agarwal/aggarwal/agrawal mehta shah choudhury/chaudhary/chowdhury banerjee/bannerjee mukherjee/mukerji chatterjee/chatterji ghosh/ghose bose/basu iyengar/ayyangar menon naidu/nayudu hegde kulkarni deshmukh patil/patel jadhav shinde pawar more krishnan/krishnen subramanian/subramaniam/subramanyan venkatesan/venkateshan raman/ramen natarajan srinivasan/shrinivasan chandrasekaran/chandrashekaran balasubramanian murugan/murugesan thangavel selvaraj arumugam kaur gill sidhu dhillon tiwari/tewari pandey/pande dubey/dube',
  ),
  female: words(
    'lakshmi/laxmi priya/preeya anjali/anjalee sunita/suneeta pooja/puja kavita/kavitha/kavya savita/savitha geeta/gita sita/seetha radha meena/mina rekha shanti/shanthi saraswati/saraswathi deepa/dipa divya/divyaa lata/latha usha asha anita/anitha nisha kamala meenakshi/minakshi sangeeta/sangita revathi/revati vijaya parvathi/parvati jyoti/jyothi swati/swathi aishwarya/ishwarya nandini malathi/malati bhavani/bhavaani',
  ),
  male: words(
    'ram/raam rajesh suresh ramesh mahesh sanjay/sanjai vijay/vijai ajay/ajai anil sunil ashok/asok mohan vinod/vinodh manoj rakesh deepak/dipak rahul amit/ameet arun krishna/krishnaa ganesh/ganesan murali karthik/kartik/karthick senthil/sentil prakash sathish/satish venkatesh/venkatesha srinivas/sreenivas shankar/sankar gopal/gopaal lakshmanan/laxmanan balaji siva/shiva subbu natraj/nataraj dinesh mukesh vivek/viveek abhishek harish/hareesh',
  ),
  callNames: calls('krishna:kishan venkatesh:venky lakshmi:lachmi subramanian:subbu rajesh:raju priya:pri'),
  streets: words(
    'mahatma_gandhi_road/m_g_road/mg_road nehru_street/nehru_st gandhi_nagar station_road temple_street/kovil_street anna_salai/anna_road park_street lake_view_road/lakeview_rd brigade_road ring_road church_street bazaar_road/bazar_road laxmi_nagar/lakshmi_nagar',
  ),
  places: words(
    'bengaluru/bangalore chennai/madras mumbai/bombay kolkata/calcutta hyderabad pune/poona coimbatore/kovai madurai thiruvananthapuram/trivandrum mysuru/mysore varanasi/benares lucknow nagpur kochi/cochin tiruchirappalli/trichy',
  ),
  phone: '9### ######',
  houseBehind: false,
  sounds: pairs('sh>s s>sh ee>i i>ee aa>a th>t t>th v>w w>v oo>u dh>d ksh>x j>z'),
  twoGiven: 0.1,
  otherForm: 0.08,
};
