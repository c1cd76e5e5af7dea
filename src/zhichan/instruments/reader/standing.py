"""What a number of a task is when it is no goal: a condition to apply, the present stock, a fact of one project,
a standard for each of many, money set aside, a limit told as part of something else.

The reason is told by name, so that a person sees why a number was passed over.
"""

from __future__ import annotations

import re

from .quantities import Quantity
from .wording import VERB_HEAD

AIM = re.compile(
    r"力争|确保|争取|到20\d\d|20\d\d年(?:底|末)?前|不低于|不少于|以上|以内|左右|提高[到至]|提升[到至]|降[到至低]|新增|[,;]再建|^(?:结合|依托|利用|整合)现有[^;]{2,20},新建|"
    r"(?<![健大])将|计划|目标|每年|年均|培育|打造|推动|引进|突破|拓展|扩大|压缩|压减|控制在|增加到|至少|累计(?:达|完成|培)"
)
HOLDS = re.compile(
    r"[^,;\d]{0,18}(?<![实出活造合用升托动对展由从在将把])(?:现有|已有|共有|已累计|已建成|已培育|现存)"
)
STRONG_AIM = re.compile(
    r"力争|确保|争取|[到至]20\d\d|20\d\d年(?:底|末)?前|(?<![健大])将|计划|目标|每年|新增|再|打造|推动|拓展|提高到|提升到|增加到|扩大到|基础上"
)
HELD_HERE = re.compile(r"(?:全[市省县区国]|我[市省县区])现有")
HELD_NOW = re.compile(rf"{HOLDS.pattern}[一-龥]{{0,10}}\d")
BARE_STOCK = re.compile(r"(?!新|再|培育|建设|引进)[一-龥]{2,12}(?<![到达超破于持])\d[\d.]*[一-龥]{1,3}")
"""A second stock beside the first: 现有机构12家,|经纪人80人."""
GREW = re.compile(r"(?:增长|增加|提高|提升|上升|扩大|下降|降低|减少|缩短)了(?:约|近)?$")
"""What has changed already: 同比增长了18%."""
GREW_TO = re.compile(r"力争|确保|争取|[到至]20\d\d年|(?<![健大])将")
"""Words that make the same an aim: 到2027年,登记量增长了一倍."""
SAMPLED = re.compile(
    r"[一-龥]{0,12}样本[^,;。]{0,8}(?:调查|调研|检测|测评|分析)|[一-龥]{0,12}(?:抽样|问卷)调查"
)
"""How many are looked at to learn about all: 选取300件商标样本进行抽样调查."""
SHOWN = re.compile(r"(?:主题|特色|专业)?(?:展区|展馆|展厅|分会场|考点|考场)")
"""How a fair is laid out: 设7个展区."""
PLACE_HEAD = re.compile(
    r"^(?!在)(?:全[市省区县州]|我[市省区县州]|本[市省区县州]|(?!入驻|引进|线上|注册|接入|服务|新增|建设|对接|统筹|依托|充分|围绕|加快|整合|"
    r"盘活|利用|立足|发挥|坚持|通过|支持|鼓励|引导|推动|促成|促进)[一-龥]{2,8}(?:区|园|城|站|院|中心|基地|流域|大厅|平台|馆))(?!要|应|各)"
)
DEED = re.compile(
    r"^[,;、]?(?:并|还|再|将|力争|确保|推动|支持|计划|同时|重点|全年|每年|三年|年内|累计|共|可)*"
    r"(?:转移|退出|关闭|关停|压减|化解|腾退|新增|新建|新引进|新招引|新签约|新认定|新培育|新开工|新设|引进|引育|培育|培养|建设|建成|打造|创建|组建|设立|实施|开展|举办|完成|改造|推广|选派|遴选|招聘|"
    r"带动|吸引|推出|形成|认定|淘汰|治理|修复|发放|布局|孵化|转化|攻克|开发|支持|服务|覆盖|盘活|整治|培训|推动|力争|改建|改扩建|新改建|续建|硬化|提升|招引|竣工|开工|投用|新开通|新开辟|开通|更新|更换|购置|新[一-龥]{2})(?!面积|周期|规模|时间|能力|用房)"
)
DEGREE = re.compile(
    r"(?:达到?|突破|超过|不低于|不少于|至少|力争|[到至]|不超过|不高于|控制在|为|保持在?|稳定在?)$"
)
APPLICANT = re.compile(
    r"(?:申报|申请|参评|参选|入选|入驻|准入|评定|认定|评选|受理)(?:的)?[一-龥]{0,8}(?:应|须|需|必须|条件|原则上|一般)|"
    r"(?:应|须|应当|需|必须)(?:同时)?(?:具备|具有|符合|满足|持有|拥有)|(?:条件|要求)(?:如下|为|是)?:|"
    r"年龄(?!结构|人口|段)(?:一般|原则上|应|须|不|在|未|男)|(?:注册|入驻|经营|成立|营业|居住|参保|缴费|在职)(?:时间|年限)|"
    r"工作(?:经历|年限)|(?:使用|产权|从业|服务|办学)年限|办学规模|注册资[本金]|实缴资本|持股比例|"
    r"(?:申报|申请|参评)(?:企业|单位|机构|主体)(?:上年度|上一年度|近[一二三两]年)|限报|只能申报|适用(?:于)?本(?:办法|政策|措施|细则|意见)|期满前|方可|无(?:重大|不良|违法)|未发生|未受过|申请(?!量|数|率|授权|总|专利|与|和|、)[一-龥]{2,8}的"
)
SIZE = re.compile(
    r"(?:业务用房|用房|场地|房屋|单体|单个|单户|单一|生均|营业|经营|厂房单层|客房|建筑)[一-龥]{0,6}(?:面积|数量|层数|高度|规模)|"
    r"班额|地块面积|单宗|生均(?:校舍|图书|占地|仪器|用地|设备)|容积率|建筑密度|绿地率|投资强度|层高|出让年限|建筑层数"
)
PER_ONE = re.compile(
    r"每(?:个|所|家|名|座|间|班|站|处|户|人|村|镇|园|校|床|百户|千户|天|日|周|次)[一-龥()、]{0,14}(?:面积|时间|规模|投入|经费)?"
)
ROOM = ("平方米", "层", "间", "册", "小时", "节", "学时", "分钟")
PROJECT = re.compile(
    r"(?:总投资(?![超过达]?(?:[一-龥]?亿|\d+(?:\.\d+)?亿?元?以上|超))|静态(?:总)?投资|概算|估算|计划投资)|占地|(?:总)?(?:建筑|用地)面积|全长|主跨|(?:总)?工期|建设周期|"
    r"设计(?:时速|库容|产能|床位|规模|年产)|规划(?:床位|面积|总面积)|双向[一-龥]车道|主体(?:完工|封顶)|一期|二期"
)
PROJECT_HEAD = re.compile(
    r"^[^,;]{0,28}(?:项目|工程|[一-龥]路|高速|大桥|电站|院区|校区|园区|新城|基地|中心|厂|港|枢纽)"
)
DUE_FIRST = re.compile(r"^(?:\d{1,2}月底?|年底|[上下]半年|[一二三四]季度末?)之?前,?")
AFTER_BUILT = re.compile(r"(?:建成|投用|投运|通车|完工|运营|达效)后")
EACH_A_YEAR = re.compile(r"每(?:个|家|名|所|户)(?:每年|每月|全年)")
HAS_EACH = re.compile(r"每(?:百|千|万)(?:户|人)[^,;]{0,8}(?:拥有|享有|配有|占有)")
"""What so many have on the average: 每百户居民拥有…面积."""
RATE_OF_PAY = re.compile(
    r"每(?:人|月|生|户|床|亩|吨|件|辆|台|张|公里|千瓦时|平方米|村|镇|家|个|名|年|标箱|度|立方米)+$"
)
PAID = re.compile(
    r"津贴|补贴|补助|补偿|加价|奖励|资助|发放|给予|收费|租金|罚款|滞纳金|保额|起付线|封顶|工资|待遇|减免|缴"
)
RAISED = re.compile(r"(?:提高|提升|增加|增长|调整|达)(?:到|至)?[^,;]{0,6}$")
MONEY_SET_ASIDE = re.compile(
    r"(?:投入|安排|列支|统筹|整合|筹措|落实|预算|切块|注资|补充)[一-龥]{0,12}(?:资金|经费|预算)[一-龥]{0,4}(?:不低于|不少于|约|达到?|共|总额|规模)*$|"
    r"(?:^|[,;])资金$|(?:专项|财政|扶持|引导|奖补|补助)资金(?:总?规模|总额|总量)?[一-龥]{0,4}(?:达到?|不低于|不少于|约|为|由|从|每年|年度|\d[\d.]*[万亿]?元(?:提高|增加|扩大)[到至])*$|(?<!人均)(?<!生均)(?<!人均[一-龥]{8})(?<!人均[一-龥]{6})(?<!人均[一-龥]{4})经费(?:总额|规模)?(?:达到?|不低于|不少于|为)*$"
)
SPENT_PART = re.compile(
    r"用于[^,;]{2,18}的?(?:比例|占比|资金)[^,;]{0,5}$|其中用于[^,;]{2,18}的(?:不低于|不少于)$"
)
PART_OF = re.compile(
    r"(?:不得(?:超过|高于|低于|少于|大于)|不(?:超过|高于|大于)|不超)[一-龥]{2,16}的$|不(?:少于|低于)[一-龥]{0,8}(?:总数|总额|人数|成员)的$|所得不(?:少于|低于)[一-龥]{2,8}的$"
)
SHARED_COST = re.compile(
    r"(?:(?:返还|返投|自缴|自筹|自付|配套|配比|缴费|缴存|补贴|补助|收益(?:分成|分配)?|分担|承担|提取|计提|抵扣|扣除|预付款|保证金)[一-龥]{0,2}(?:比例|标准|费率)|"
    r"(?:自缴|自筹|自付|返还|计提|提取|减按|抵扣|扣除|拨付|预付款|保证金|配套资金|(?:中央|省级|市级|县级|市县|财政)(?:补助|配套|承担|出资|负担)))"
    r"(?:为|不超过|不高于|不低于|分别为|是|按|达到)*(?:[一-龥]{0,6}\d+(?:\.\d+)?%、)?[一-龥]{0,6}$"
)
EVENTS = re.compile(
    r"(?:企业|商户|外资|机构|行业|园区|民营)[一-龥]{0,4}座谈会|推介|监测|"
    r"(?:市场|网站|平台|展会|门店|商场|经营|商品|产品|商户|电商|直播|线上|专项)[^,;。\d]{0,8}(?:检查|巡查|抽查|巡检)|研讨|发布会|展销|演练|拍卖|专项行动|专项整治|(?:联合|专项)执法|活动|培训|讲座|讲堂|课堂|沙龙|对接|路演|宣讲|论坛|巡讲|竞赛|展览|展示|简报|专报|报告(?!工作)|快报|集训"
)
"""What counts whenever it is held, beside the meetings and rounds of everyday work."""
RHYTHM = re.compile(
    r"每(?:季度?|个?月|周|学期|半年)(?:至少|原则上)?[一-龥]{0,12}(?:不少于|至少|不低于)?$|"
    r"每(?:半?年|季度?|个?月|周|学期|两年)(?:至少|原则上)?[一-龥]{0,6}(?:走访|探访|受理|召开|督查|督导|调研|会商|通报|调度|巡查|会面|座谈|例会|联系)[一-龥]{0,6}(?:不少于|至少|不低于)?$"
)
VISITED = re.compile(r"(?:走访|服务|帮扶)(?:企业|商户|机构|园区|农户)(?:不少于|至少|不低于)?$")
"""Who is visited so often is counted himself: 每季度走访企业|8户."""
EACH_OF_STAFF = re.compile(
    r"每(?:名|位|个)[一-龥]{0,8}(?:领导|干部|委员|代表|部门|专员)[一-龥]{0,8}(?:不少于|至少)?$"
)
BY_MEASURE = re.compile(
    r"每(?:\d+(?:个)?(?:年|月|公里|米|天)|(?:百|千|万|\d+(?:万)?)[一-龥]{0,12}(?:设置|配置|布设|设立)[一-龥]{0,6})(?:至少|不少于|不低于)?$"
)
FOR_LAND = re.compile(
    r"(?:新[增供]|新?出让|供应|拟供)(?:的|工业|产业|建设|商业)*(?:用地|地块|土地|项目用地)[^;。]{0,30}?(?:亩均|投资强度)[^;。]{0,24}?(?:不低于|不少于)$"
)
"""What those must bring who get land: 新增工业用地亩均税收不低于|9万元."""
FIXED = re.compile(
    r"划分[一-龥]{0,4}$|(?:确定|划定|核定|规定|批复|圈定|列入[一-龥]{0,8}|纳入[一-龥]{0,8})的$|核定(?:为)?$|承载量[^,;]{0,8}$|划定[一-龥]{2,8}$|涉及[一-龥]{1,10}$|(?:发挥|用好|利用|运用|依托)(?:好)?$"
)
GRADES = re.compile(
    r"优秀(?:等次|比例|率(?!达到))[^;,]{0,6}$|(?:评价|考核|评估|评定|考评)(?:结果|等次|等级)[^;]{0,20}(?:占比|比例)|分为[^,;]{1,14}[档级类等](?=,)"
)
BARE_EACH = re.compile(
    r"每(?:场|期|批|次|轮|餐|班)[^,;。、\d]{0,8}$|^[,、]?每(?![年月季周日天半])[一-龥]{1,2}(?:至少|不少于|不低于)+$"
)
OF_LEVEL = re.compile(r"[,、;]?(?:省|市|县|区|乡镇|街道|村)级")
STAFF = re.compile(r"(?<![,;]配备)(?:不少于|至少|不低于)(?:配备|配置|有|设置|聘用)?$")
ORGANISATION = re.compile(
    r"(?:内设机构|(?<!机构)编制|下属[一-龥]{2,6}|核定编制|领导职数|专职人员|在编人员)$"
)
ALLOWED = re.compile(r"可(?:以)?(?:适当|酌情)?(?:延长|放宽|延期|展期|顺延)(?:[到至])?$")
"""What is allowed and not aimed at: 时间可延长至|3年."""
DRAWN_UP = re.compile(r"[^,;。、\d]{0,12}(?:报告|规划|方案|标准|指南|图谱|目录|手册|导则|规程)")
"""Papers that are drawn up, and no posts: 编制1份|导航报告."""
EMISSION = re.compile(r"(?:排放|限值|烟气|废气|废水)[^,;]{0,24}$")
TERM = re.compile(
    r"(?:(?:建设|施工|创建|合同|服务|实施|试点|质保|培养|孵化|评估|轮换|缓缴|租赁|进修|培训|实训|跟岗|挂职|租金优惠|优惠|保管|保存)(?:总)?(?:周期|工期|期限|期|时限|时间)|工期)"
    r"(?:为|约|一般|原则上|最长|不超过|不低于|不少于|共|达)*$"
)
HELPED = re.compile(
    r"(?:覆盖全[市省县区]|选择|选取|位于|分布在|坐落在|横跨|途经|涵盖|辐射)$"
)
AREAS = re.compile(
    r"^(?:重点|国家|省级|帮扶|脱贫|贫困|欠发达|试点){0,3}(?:帮扶)?(?:县|村|镇|乡|街道|市|区|地区|行政村|社区)"
)


RELAXED = re.compile(
    r"(?:放宽|放松)(?:到|至|为)?[^,;]{0,24}$|(?:容忍度|容忍率|裁员率|不裁员|返还比例|返投|让利)[^,;]{0,24}$"
)
PAID_BACK = re.compile(
    r"(?:以内|以上|左右)?的?(?:比例|标准)?(?:返还|缓缴|减免|退还|退费|让利|分担|抵扣|抵免|兑付|计发|发放|报销|计提|提取|核销)"
)
SMALL_ENOUGH = re.compile(
    r"(?:[(]含[)])?(?:及)?(?:以下|以上|以内)(?:[(]含[)])?的?(?:[一-龥]{0,6}?)(?:企业|用人单位|单位|机构|主体|家庭|个人|人员|农户|商户)"
)
BENEFIT = re.compile(r"返还|补贴|补助|奖励|贴息|资助|减免|缓缴|放宽|奖补|优惠|给予|可申请|贷款额度")
WHO_GETS = re.compile(
    r"(?:[^,。;]|,(?=且|并|或)){0,40}的[,、](?:可|每|由|再|另|则|且)?[^。;]{0,24}?(?:给予|予以|补贴|补助|奖励|返还|贴息|资助|减免|申领|申请|奖补|全免|缓缴|优先|按[^,。;]{0,12}(?:标准|比例|的))"
)
"""Who fulfils what was told, and what he gets: ...达到5%的,按...补助."""
DONE = re.compile(r"[一-龥]{1,2}(?<![为除到])了(?:今年|本年度|全年)?的?(?:约|近)?$")
WORKED_ON = re.compile(
    r"(?:不少于|不低于|超过|达到?|至少|筛选|盘活|盘点|转化|改造|更新|整治|治理|处置|化解|利用|清理|激活|评估|改建)$"
)
"""What is done with things that are there already: 盘活500件存量专利."""
DONE_BEHIND = re.compile(
    r"[^,;。\d]{1,16}(?:(?:相继|先后|陆续|均已|都已|已经|业已)[一-龥]{2}|"
    r"(?:提供|创造|完成|实现|解决|开展|办理|培育|引进|落实|发放|取得|达成|建立|获得|通过)了)"
)


SHARED_RISK = re.compile(
    r"(?:风险|损失|担保|代偿|保费)[一-龥]{0,4}(?:补偿|分担|承担|担保|赔付)(?:比例|额度|责任)?(?:最高|合计|一般|原则上)*"
    r"(?:为|不超过|不高于|不低于|控制在|分别为)[一-龥]{0,10}的?$"
)
"""How a loss is shared between those that lend, insure and pay."""
MULTIPLE = re.compile(
    r"(?:赔偿|罚款|处罚|惩罚)[^,;]{0,10}$|(?:放大|杠杆)倍数(?:最高|一般|原则上)*(?:不[超高低少]于?过?|不得超过)$"
)
"""Multiples that the law or a contract caps."""
FINED = re.compile(r"以[上下][^,;。]{0,10}(?:赔偿|罚款|处罚|处以|确定)")
"""What the law sets: 1倍|以上5倍以下赔偿."""
CAPPED = re.compile(
    r"(?:检查|抽查|巡查|执法|入企)[一-龥]{0,6}(?:原则上|最多|一般)*(?:不超过|不高于|不得超过|不多于|最多)$"
)
"""How often or how many are inspected at most."""
PARTS = re.compile(r"方面[(]?共?$|[(]共$")
"""How many measures a heading stands over: 知识产权保护方面(共5项)."""
FORECAST = re.compile(
    r"(?:约|预计|还|共|总共|尚)需(?:要)?(?:新增|增加|补充)?[一-龥]{0,8}$|(?:(?:投资|资金|投入)需求|(?<!用工)(?<!解决)(?<!补齐)缺口)(?:约|达到?|为|近|预计)*$"
)
"""What will be needed, and is not aimed at."""
SITE = re.compile(
    r"(?:^|[,、;])(?:总|规划|占地|用地|核心区|启动区|四至|覆盖|其中)*面积(?:约|共|为|近)*$|(?:规划|占)用?地(?:约|共|为|近)*$"
)
"""How large a place is: 总规划面积约 …."""
SIZED = re.compile(r"(?:级)?(?:直径|口径|长度|宽度|高度|跨度|孔径|水深|直升|深)(?!水|化|度)")
"""What measures one thing: 3.6米口径望远镜."""
BODY = re.compile(r"委员会|理事会|专家组|专家库|委员|评审组")
WITHIN_BODY = re.compile(
    r"(?:人数|成员|委员|每届|届)[一-龥]{0,6}(?:一般为?|原则上|不超过|不少于|不低于|不多于|由|为|在)+$"
)
"""How a body is made up: 委员人数一般为 …."""
ALSO = r"(?:及以上|以上|以下)?(?:、|,?且|或|,?但)"
EITHER_SIZE = re.compile(
    rf"{ALSO}[^,;。、\d]{{0,16}}(?:超过|大于|高于|低于|小于|达到?|不足)\d[\d.]*(?:万|亿)?[一-龥%]{{1,4}}(?:及以上|以上|以下)?的(?!目标)|"
    rf"{ALSO}[^,;。、\d]{{2,16}}\d[\d.]*(?:万|亿)?[一-龥%]{{1,3}}(?:及以上|以上|以下)"
    r"(?:的[一-龥“”]{0,6}(?:企业|单位|机构|主体|商户|项目|园区|产品)(?![一-龥]{0,6}\d)|"
    r"[一-龥“”]{0,6}(?:企业|单位|机构|主体|商户|项目|园区|产品)[,、]?(?:可|优先|给予|予以|按|减|免|享受|一次性|直接|不))"
)
"""The first of several sizes that choose of what is spoken: 人数超过 …、容积超过 …的企业; 税收 …、占比 …的企业."""
STRUCTURE = re.compile(
    r"(?:设|设立|设置|配备|其中)?(?:副?主任(?:委员)?|副?组长|副?主席|副?会长|副?理事长|秘书长|副?召集人|联络员)(?:委员)?$|(?<!组建)(?<!建立)由$"
)
MEMBERS = re.compile(
    r"[^,;。\d]{0,16}(?:负责人|负责同志|领导)?(?:为|任)成员|"
    r"(?:以上)?(?:的)?(?:常务|专职|兼职|核心|专家)?(?:成员|委员|副?主任|副?组长|理事)(?!单位)"
)
"""Those that sit on a body."""
BUDGETED = re.compile(
    r"(?:财政|预算|专项资金|经费|资金)[^,;]{0,10}(?:安排|列支|配套|拨付|列入|切块|出资)(?:不少于|不低于|不超过|约|近|达到?)*$|"
    r"(?:市级?|县级?|区级?|省级?|地方)配套(?:资金|经费)?(?:不少于|不低于|约|达到?)*$"
)
"""Money that a budget sets aside."""
FREE = re.compile(r"免费(?:提供|发放|赠送|享受|使用|领取|开放)[^,;。]{0,40}$")
GIVEN = re.compile(r"免费(?:发放|赠送)[^,;。]{0,40}$")
HANDED_OUT = ("次", "枚", "册", "份", "本", "张", "套", "件", "小时", "天", "课时", "元")
"""Measures of what is given to somebody, and not of what is built."""
MANY_TIMES = 100
"""So often no single one is served: 免费提供检索|200次."""


def reason(text: str, left: int, right: int, q: Quantity, *, pre: str, post: str, kind: str) -> str | None:
    """Why a number of a section that tells no goals is no goal, by name; None where nothing speaks against it."""
    if (DONE.search(pre) or DONE.search(post)) and not GREW_TO.search(text[: q.start]):
        return "stock"
    unit = q.unit or ""
    if DONE_BEHIND.match(post) or (
        re.match(r"(?:在建|现有|既有|已建|原有|存量)(?!量)", post) and not WORKED_ON.search(pre)
    ):
        return "stock"
    if re.search(r"(?:选取|抽取|选择|随机)$", pre) and SAMPLED.match(post):
        return "sample"
    if re.search(r"(?:^|[,;]|考试)(?:共|分)*设(?:立|有|置)?$", pre) and SHOWN.match(post):
        return "structure"
    if unit.endswith("平方米") and re.search(r"展(?:出|览|示)(?:总)?面积(?:约|共|为|近|达)*$", pre):
        return "place"
    if unit in ("项", "条", "个", "类") and PARTS.search(pre) and re.match(r"$|[:)]", post):
        return "structure"
    if (
        unit.endswith(("平方公里", "平方千米", "亩", "公顷"))
        and SITE.search(pre)
        and not post.startswith("以上")
    ):
        return "place"
    if unit.endswith("米") and SIZED.match(post):
        return "standard"
    if (BODY.search(text) and WITHIN_BODY.search(pre)) or (kind != "goal" and EITHER_SIZE.match(text, q.end)):
        return "condition"
    if FORECAST.search(pre) or re.search(r"(?<![数证])据[^,]{0,8}(?:测算|预测|估算)", text[: q.start]):
        return "forecast"
    fined = unit == "倍" and (MULTIPLE.search(pre) or FINED.match(text, q.end))
    if SHARED_RISK.search(pre) or fined or CAPPED.search(pre):
        return "limit"
    if unit in ("名", "人", "个", "位") and (STRUCTURE.search(pre) or MEMBERS.match(post)):
        return "structure"
    if re.search(r"按(?:照)?每\u25a1?\d", text[left : q.start]) and re.search(
        r"(?:设置|设立|配置|配备|规划)$", pre
    ):
        return "standard"
    if re.search(r"按(?:照)?每(?:百|千|万)户[^,;]{0,12}$", pre):
        return "standard"
    if unit.endswith("元") and BUDGETED.search(pre):
        return "money_set_aside"
    if RELAXED.search(pre) or unit.endswith("基点") or re.search(r"兑现(?:时限|期限|时间)[^,;]{0,4}$", pre):
        return "limit"
    if re.search(
        r"(?:奖励|奖补|补助|奖给|给予)[一-龥]{0,8}(?:指标|名额|额度|资金)?$", pre
    ) and not unit.endswith(("人次", "日", "天")):
        return "rate_of_pay"
    if unit.endswith("%") and re.search(
        r"^[,;。、]?(?:入驻|申报|申请|参评|获奖)(?:企业|单位|机构|项目)[^,;]{2,24}$", pre
    ):
        return "condition"
    if WHO_GETS.match(text, q.end) and not re.search(r"力争|确保|[到至]20\d\d年", text[: q.start]):
        return "condition"
    if unit.endswith("%") and PAID_BACK.match(post):
        return "limit"
    if (
        unit.endswith(("人", "户", "元", "亩", "名"))
        and SMALL_ENOUGH.match(post)
        and not DEED.match(pre)
        and (
            len(pre) <= 2
            or re.search(r"(?:职工|总数|人数|规模|面积|收入|从业人员|员工|缴费)[^,;]{0,4}$", pre)
            or BENEFIT.search(text)
        )
    ):
        return "condition"
    if kind == "goal":
        return None
    if GIVEN.search(text[: q.start]) or (
        FREE.search(text[: q.start]) and unit in HANDED_OUT and not (unit == "次" and q.value >= MANY_TIMES)
    ):
        return "benefit"
    if unit in ("名", "人", "位") and re.search(r"首批(?:聘请|聘任|选聘|遴选|吸收)[一-龥]{0,10}$", pre):
        return "structure"
    begin = max(text.rfind(";", 0, left), text.rfind("。", 0, left)) + 1
    before = text[begin : q.start]
    stretch = text[begin : _stop(text, right)]
    aimed = bool(re.search(r"力争|确保|争取|到20\d\d年", before))
    if not aimed and APPLICANT.search(stretch) and not DEED.match(pre):
        return "condition"
    comma = max(text.rfind(c, 0, q.start) for c in ",;。") + 1
    phrase = text[comma : q.start]
    if unit.endswith(ROOM) and not re.search(r"新[增建开]|累计|突破|总|人均|每人每年|千人|万人", pre):
        if SIZE.search(phrase) or (
            PER_ONE.search(pre) and not RAISED.search(pre) and not HAS_EACH.search(pre)
        ):
            return "standard"
    elif (
        not unit.endswith("%")
        and SIZE.search(phrase[-20:])
        and not re.search("人均|千人|万人|新[增开]|累计|突破", phrase)
        and not RAISED.search(phrase)
    ):
        return "standard"
    bracket = text.rfind("(", 0, q.start)
    if bracket > text.rfind(")", 0, q.start) and re.search(
        r"全长|设站|占地|总投资|建筑面积|装机|设计", text[bracket : q.start]
    ):
        return "project"
    told = PROJECT.findall(stretch)
    done = DEED.match(DUE_FIRST.sub("", stretch))
    of_one = len(told) >= 2 or (told and PROJECT_HEAD.match(stretch) and not done)
    if of_one and not aimed and not DEED.match(pre) and not re.search(r"以上|左右", post[:3]):
        return "project"
    if AFTER_BUILT.search(before) and not aimed and not re.search(r"[到至]20\d\d年", before):
        return "project"
    if unit.endswith("元"):
        if (RATE_OF_PAY.search(pre) and not RAISED.search(RATE_OF_PAY.sub("", pre))) or (
            re.search(r"每(?:人|月|生|户|床|亩|吨|件|辆|台|张|村|千瓦时|标箱)", pre)
            and PAID.search(before[-40:] + post[:6])
            and not RAISED.search(pre)
        ):
            return "rate_of_pay"
        if re.search(r"[一二三特]等奖$|金奖$|银奖$", pre):
            return "rate_of_pay"
        if re.search(r"(?:安排|列支|拨付|切块)$", pre) and re.search(r"资金|经费|预算", text):
            return "money_set_aside"
        if MONEY_SET_ASIDE.search(pre):
            return "money_set_aside"
    if unit == "倍" and (post.startswith("放大") or PART_OF.search(pre) or "返投" in pre):
        return "limit"
    if unit.endswith("%"):
        if re.search(r"^[^,]{0,10}(?:专项资金|经费|预算(?!收入))", text) and re.search(
            r"(?:递增|增长|增加)$", pre
        ):
            return "money_set_aside"
        if not aimed and SPENT_PART.search(pre):
            return "money_set_aside"
        if post.startswith("归") or re.search(r"(?:起付线|封顶线)[一-龥]{0,4}$", pre):
            return "limit"
        if PART_OF.search(pre) and not re.search(r"(?:占比|比重|比例|率)", pre):
            return "limit"
        if re.search(
            r"(?:返还|补贴|补助|缴费|配套|分担)[一-龥]{0,2}(?:比例|标准)为?[^,;]{2,14}%、[一-龥]{1,8}$",
            before,
        ):
            return "limit"
        if SHARED_COST.search(pre) and not re.search(r"报销|覆盖|发放率|兑现", pre):
            return "limit"
    if unit == ":1" and re.search(r"自筹|配套|生师比|师生比", pre):
        return "limit"
    if FIXED.search(pre) or post.startswith("部分"):
        return "condition"
    if GRADES.search(before) and unit in ("%", "分"):
        return "condition"
    if EACH_A_YEAR.search(pre):
        return "standard"
    if unit == "分" and re.search(r"总分|满分|扣分|加分|为优秀|为合格", text):
        return "condition"
    if ALLOWED.search(pre):
        return "limit"
    if ORGANISATION.search(pre) and not DRAWN_UP.match(post):
        return "stock"
    if BY_MEASURE.search(pre) or BARE_EACH.search(pre) or ("元" in unit and FOR_LAND.search(text[: q.start])):
        return "standard"
    if (
        unit in ("次", "名", "家", "户", "个", "场", "期")
        and q.value <= 12
        and (
            (RHYTHM.search(pre) and not EVENTS.search(phrase + post) and not (unit != "次" and VISITED.search(pre)))
            or EACH_OF_STAFF.search(pre)
        )
    ):
        return "rhythm"
    if (
        unit in ("人", "名")
        and q.value <= 5
        and STAFF.search(text[: q.start])
        and not OF_LEVEL.match(pre)
        and not DEED.match(pre)
        and "每" not in phrase
    ):
        return "standard"
    if PER_ONE.match(pre.lstrip(",、")) and re.search(r"(?:不超过|不高于|不多于)$", pre):
        return "limit"
    if "毫克" in unit and EMISSION.search(before):
        return "limit"
    if unit.endswith(("月", "年", "天", "日", "工作日")) and TERM.search(pre):
        return "term"
    if re.search(r"(?:面积|人口|总人口)约$", pre):
        return "stock"
    if unit == "个" and AREAS.match(post) and len(pre) <= 4 and re.search(r"涉及|包括|涵盖", before):
        return "place"
    if unit in ("个", "家", "座") and AREAS.match(post):
        listed = pre in ("", "、", "和") and re.search(
            r"\d(?:个|家|座)[一-龥()、]{1,10}$", text[max(0, left - 14) : left].rstrip("、和")
        )
        if HELPED.search(pre) or (listed and HELPED.search(re.sub(r"\d.*$", "", text[begin:left])[-6:])):
            return "place"
        if re.fullmatch(r"(?:全[市省区县]|我[市省区县])(?:的|共)?", pre):
            return "place"
    if re.fullmatch(r"(?:全[市省区县国]|我[市省区县])", pre) and re.match(
        r"[一-龥A-Z]{2,16}(?:达到?|为|共)?\d", text[q.end :]
    ):
        return "place"
    return None


def _stop(text: str, right: int) -> int:
    stops = [at for at in (text.find(c, right) for c in ";。") if at >= 0]
    return min(stops, default=len(text))


def held_now(text: str, left: int, right: int, *, before: bool) -> bool:
    """Whether a clause tells what there is before another that aims higher: 现有机构70家,|增加到130家.

    ``before`` says that the clause before it did, so that a bare second stock goes on.
    """
    clause = text[left:right]
    if STRONG_AIM.search(clause) or not STRONG_AIM.search(text, right, _stop(text, right)):
        return False
    if before:
        return bool(BARE_STOCK.fullmatch(clause))
    return bool(HELD_NOW.match(clause)) and not ("共有" in clause and STRONG_AIM.search(text, 0, left))


def of_the_present(text: str, found: list[Quantity], kind: str) -> bool:
    """Whether a sentence of a task tells what there is already: a word of stock, and nowhere a word of aim.

    A sentence on a place that lists bare numbers, without verb, degree or aim, tells what there is as well.
    """
    if kind == "background" or not found:
        return False
    if (HOLDS.match(text) or HELD_HERE.search(text)) and not STRONG_AIM.search(text):
        return True
    if kind == "goal":
        return False
    if AIM.search(re.sub(r"累计完成|(?<=[国省市县]级)(?:及)?以上|(?<=规模)以上", "", text)):
        return False
    if re.search(r"同比|较上年|比上年", text) and re.search(r"20\d\d年|[上下]半年|季度", text):
        return True
    if len(found) < 2 or VERB_HEAD.match(text) or not PLACE_HEAD.match(text):
        return False
    for q in found:
        left = max(text.rfind(c, 0, q.start) for c in ",;、") + 1
        pre = re.sub(
            r"^(?:(?:19|20)\d\d年|[一二两三四五六\d]年内?|[今明]年内?|分别|各|先)+", "", text[left : q.start]
        )
        if (q.unit or "").endswith("%") or DEED.match(pre) or DEGREE.search(pre):
            return False
    return True
