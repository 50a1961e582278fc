//! The sheets and columns that users may hand in, as data.

use crate::ingest::mapping::{ColumnKind, ColumnSpec, Field, SheetKind, SheetSpec};

const fn text(field: Field, heading: &'static str, english: &'static str) -> ColumnSpec {
    ColumnSpec {
        field,
        heading,
        english,
        synonyms: &[],
        fallbacks: &[],
        required: false,
        kind: ColumnKind::Text,
        choices: &[],
        example: "",
        note: "",
    }
}

impl ColumnSpec {
    const fn of(self, kind: ColumnKind) -> Self {
        Self { kind, ..self }
    }

    const fn also(self, synonyms: &'static [&'static str]) -> Self {
        Self { synonyms, ..self }
    }

    const fn or(self, fallbacks: &'static [&'static str]) -> Self {
        Self { fallbacks, ..self }
    }

    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn one_of(self, choices: &'static [&'static str]) -> Self {
        Self { choices, ..self }
    }

    const fn like(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    const fn note(self, note: &'static str) -> Self {
        Self { note, ..self }
    }
}

const YES_NO: &[&str] = &["是", "否"];

const YEAR: ColumnSpec = text(Field::Year, "年份", "year")
    .also(&[
        "年度",
        "所属年份",
        "所属年度",
        "统计年份",
        "统计年度",
        "数据年份",
        "会计年度",
        "采购年份",
        "采购年度",
        "年",
    ])
    .or(&[
        "日期",
        "时间",
        "交易日期",
        "开票日期",
        "签订日期",
        "签约日期",
        "合同日期",
        "采购日期",
        "采购时间",
        "period",
        "date",
    ])
    .of(ColumnKind::Year)
    .like("2024");

const CREDIT_CODE: ColumnSpec = text(Field::CreditCode, "统一社会信用代码", "uscc")
    .also(&[
        "社会信用代码",
        "信用代码",
        "统一信用代码",
        "统一代码",
        "企业代码",
        "机构代码",
        "组织机构代码",
        "税号",
        "纳税人识别号",
        "credit_code",
        "creditcode",
    ])
    .or(&["代码"])
    .note("18 位，文本格式|18 characters, as text");

const FIRM_ID: ColumnSpec = text(Field::FirmId, "企业ID", "firm_id").also(&[
    "企业编号",
    "企业编码",
    "单位编号",
    "公司编号",
    "firm id",
    "company_id",
]);

const FIRM: ColumnSpec = text(Field::Firm, "企业名称", "firm")
    .also(&[
        "单位名称",
        "公司名称",
        "企业全称",
        "单位全称",
        "公司全称",
        "法人名称",
        "法人单位名称",
        "企业名",
        "公司名",
        "单位详细名称",
        "市场主体名称",
        "name_of_firm",
        "firm_name",
        "company",
        "company_name",
        "enterprise",
    ])
    .or(&["企业", "公司", "单位", "名称", "name", "生产企业", "厂家", "生产厂家", "制造商", "填报单位"])
    .required()
    .like("安徽甲轴承有限公司（虚构）")
    .note("全称、别名、信用代码或企业ID|full name, alias, credit code or firm id");

const PRODUCT_NAMES: &[&str] = &[
    "产品名称",
    "产品名",
    "零部件",
    "零部件名称",
    "部件名称",
    "零件名称",
    "配件名称",
    "物料",
    "物料名称",
    "物料描述",
    "物资",
    "物资名称",
    "材料名称",
    "原材料",
    "原材料名称",
    "货物名称",
    "货品名称",
    "商品名称",
    "商品",
    "货物",
    "品名",
    "品类",
    "采购产品",
    "采购品类",
    "采购内容",
    "采购物资",
    "采购物料",
    "采购商品",
    "配套产品",
    "供应产品",
    "供货产品",
    "标的",
    "标的物",
    "标的名称",
    "主要产品",
    "主导产品",
    "product_name",
    "item",
    "goods",
    "material",
    "part",
    "commodity",
];

const PRODUCT: ColumnSpec = text(Field::Product, "产品", "product")
    .also(PRODUCT_NAMES)
    .or(&["名称", "内容", "项目", "类别"])
    .required()
    .like("深沟球轴承");

/// What the six items of 六个一 hold.
const SIX_ONES: &str = "六个一；填名称、文件或“是”“否”|one of the six; a name, a document, 是 or 否";

/// Unit of a figure that carries none itself.
const UNIT: ColumnSpec = text(Field::Unit, "单位", "unit")
    .also(&["计量单位", "指标单位", "数值单位"])
    .note("如 家、亿元、%；数值自带单位的不必填|such as 家, 亿元, %; blank where the figure carries its own");

/// Every sheet, in the order of the data format. A static, not a constant, so that each column has one address.
pub static SHEETS: &[SheetSpec] = &[
    SheetSpec {
        kind: SheetKind::About,
        name: "说明",
        english: "about",
        synonyms: &["基本说明", "数据说明", "参数", "参数设置", "设置", "基本信息", "封面", "readme", "settings", "metadata"],
        row: "一项参数：标题、本地范围、产业链、数据日期、金额单位、年份、优先地区",
        row_english: "one key and value: title, focus area, chains, as-of date, money unit, year, origins",
        columns: &[
            text(Field::Key, "项目", "key").also(&["键", "参数", "名称", "字段", "内容项"]).required(),
            text(Field::Value, "内容", "value").also(&["值", "取值", "参数值", "填写内容"]).required(),
        ],
    },
    SheetSpec {
        kind: SheetKind::Firms,
        name: "企业",
        english: "firms",
        synonyms: &["企业库", "企业名录", "企业名单", "重点企业", "规上企业", "产业链企业", "供应商名录", "供应商库", "企业基本情况", "公司", "firm", "companies", "enterprises"],
        row: "一家企业",
        row_english: "a firm",
        columns: &[
            CREDIT_CODE,
            FIRM_ID,
            FIRM.or(&["企业", "公司", "单位", "名称", "name", "供应商", "供应商名称"]).note("营业执照上的全称|full name as registered"),
            text(Field::Aliases, "别名", "aliases")
                .also(&["简称", "曾用名", "企业简称", "公司简称", "其他名称", "alias", "short_name"])
                .of(ColumnKind::List)
                .like("甲轴承"),
            text(Field::RegisteredAt, "注册地", "registered_at")
                .also(&["注册地址", "注册所在地", "注册地区", "注册县区", "住所", "企业住所", "登记地", "登记地址", "registered_address"])
                .or(&["地址", "企业地址", "单位地址", "通讯地址", "公司地址", "address"])
                .of(ColumnKind::Place)
                .like("安徽省宿州市埇桥区"),
            text(Field::ProducedAt, "生产地", "produced_at")
                .also(&["生产地址", "生产所在地", "生产基地", "生产经营地", "生产经营地址", "经营地", "经营地址", "实际经营地址", "厂址", "工厂地址", "工厂所在地", "plant", "factory_address"])
                .of(ColumnKind::Place)
                .like("安徽省宿州市灵璧县")
                .note("实际生产的县区；近地化配套率以此为准|county where it produces; the rate is computed from it"),
            text(Field::CountedAt, "统计地", "counted_at")
                .also(&["统计所在地", "在统地", "属地", "统计属地", "所属县区", "所属区县", "所在县区", "所在区县", "所属地区", "counted_in"])
                .or(&["所在地", "所在地区", "所在县", "所在区", "县区", "区县", "县", "地区", "区域", "county", "district", "location", "place"])
                .of(ColumnKind::Place)
                .like("341323"),
            text(Field::Zone, "园区", "zone")
                .also(&["所在园区", "所属园区", "入驻园区", "开发区", "所在开发区", "产业园", "园区名称", "park"])
                .of(ColumnKind::Place)
                .like("灵璧经济开发区"),
            text(Field::Longitude, "经度", "longitude").also(&["lng", "lon", "long", "东经"]).of(ColumnKind::Number("°")).like("117.55"),
            text(Field::Latitude, "纬度", "latitude").also(&["lat", "北纬"]).of(ColumnKind::Number("°")).like("33.54"),
            text(Field::Industry, "行业代码", "industry_code")
                .also(&["国民经济行业代码", "行业小类代码", "行业编码", "所属行业代码", "industry", "gbt4754"])
                .or(&["行业", "所属行业", "行业类别", "国民经济行业"])
                .like("C3451"),
            text(Field::Role, "角色", "role")
                .also(&["企业角色", "企业类型", "链上角色", "链主/龙头/配套", "是否链主", "企业定位"])
                .one_of(&["链主", "龙头", "配套", "贸易商"])
                .like("配套"),
            text(Field::Chain, "产业链", "chains")
                .also(&["所属产业链", "所在产业链", "产业链名称", "所属链条", "链条", "chain"])
                .of(ColumnKind::List)
                .like("轴承"),
            text(Field::Qualifications, "资质", "qualifications")
                .also(&["企业资质", "资质荣誉", "荣誉", "荣誉资质", "认定情况", "称号", "梯度培育", "qualification"])
                .of(ColumnKind::List)
                .like("专精特新;高新技术企业")
                .note("单项冠军;小巨人;专精特新;创新型;高新技术企业;上市|champion; little giant; specialised; innovative; high-tech; listed"),
            text(Field::Size, "规模", "size")
                .also(&["企业规模", "单位规模", "规模类型", "大中小微"])
                .one_of(&["大", "中", "小", "微"])
                .like("中"),
            text(Field::Group, "集团", "group").also(&["所属集团", "集团公司", "母公司", "控股股东", "关联集团", "parent"]),
            text(Field::Contact, "联系人", "contact")
                .also(&["联系方式", "联系电话", "电话", "手机", "联系人及电话", "企业联系人", "phone"]),
        ],
    },
    SheetSpec {
        kind: SheetKind::FirmYears,
        name: "企业年度",
        english: "firm_years",
        synonyms: &["企业年度数据", "企业经营", "经营情况", "企业经营情况", "经营数据", "财务数据", "年度经营", "firmyears", "firm_year", "financials"],
        row: "一家企业的一年",
        row_english: "a firm in a year",
        columns: &[
            FIRM,
            CREDIT_CODE,
            FIRM_ID,
            YEAR.required(),
            text(Field::Revenue, "营业收入", "revenue").also(&["营收", "主营业务收入", "销售收入", "营业总收入", "销售额", "sales", "turnover"]).of(ColumnKind::Money).like("12000"),
            text(Field::Output, "产值", "output").also(&["工业总产值", "总产值", "工业产值", "output_value"]).of(ColumnKind::Money).like("12500"),
            text(Field::Cost, "营业成本", "cost").also(&["主营业务成本", "成本", "cost_of_sales"]).of(ColumnKind::Money).like("9000"),
            text(Field::Research, "研发费用", "research").also(&["研发投入", "研发经费", "研发支出", "r&d"]).of(ColumnKind::Money).like("480"),
            text(Field::Employees, "从业人员", "employees").also(&["从业人数", "职工人数", "员工人数", "员工数", "平均用工人数", "用工人数", "staff"]).of(ColumnKind::Number("人")).like("260"),
            text(Field::Patents, "发明专利", "patents").also(&["有效发明专利", "发明专利数", "有效发明专利数", "专利数"]).of(ColumnKind::Number("项")).like("6"),
            text(Field::Tax, "税收", "tax").also(&["纳税额", "税收贡献", "入库税收", "缴纳税金", "上缴税金", "税金", "实缴税金"]).of(ColumnKind::Money).like("530"),
            text(Field::Land, "用地", "land").also(&["用地面积", "占地面积", "土地面积", "占地"]).of(ColumnKind::Number("亩")).like("60"),
            text(Field::Energy, "用能", "energy").also(&["综合能耗", "能耗", "能源消费量", "综合能源消费量"]).of(ColumnKind::Number("吨标准煤")).like("1900"),
        ],
    },
    SheetSpec {
        kind: SheetKind::Chains,
        name: "产业链",
        english: "chains",
        synonyms: &["产业链图谱", "产业链条", "链条", "产业链环节", "产品目录", "产业链产品", "图谱", "chain"],
        row: "产业链上的一种产品",
        row_english: "a product in a chain",
        columns: &[
            text(Field::Chain, "产业链", "chain").also(&["产业链名称", "链条", "所属产业链", "链名"]).required().like("轴承"),
            text(Field::Segment, "环节", "segment").also(&["环节名称", "产业链环节", "所属环节", "链条环节", "节点", "stage"]).required().like("轴承成品"),
            PRODUCT,
            text(Field::ProductId, "产品ID", "product_id").also(&["产品编号", "产品编码", "产品代码", "物料编码"]).like("P001"),
            text(Field::Position, "位置", "position").also(&["上中下游", "所处位置", "链上位置", "产业链位置"]).one_of(&["上游", "中游", "下游", "配套服务"]).like("中游"),
            text(Field::Order, "层级", "order").also(&["级次", "排序", "顺序", "tier", "level"]).of(ColumnKind::Number("")).like("2"),
            text(Field::BaseClass, "五基类别", "base_class").also(&["五基", "工业五基", "五基分类"])
                .one_of(&["基础零部件", "基础软件", "基础材料", "基础工艺", "产业技术基础"]).like("基础零部件"),
            text(Field::Essential, "关键", "essential").also(&["是否关键", "关键产品", "关键环节", "是否关键产品", "关键零部件", "critical"]).of(ColumnKind::Flag).one_of(YES_NO).like("是"),
            text(Field::MinimumScale, "最小经济规模", "minimum_scale").also(&["经济规模", "最小有效规模", "最低经济规模", "最小规模", "minimum_efficient_scale", "mes"]).of(ColumnKind::Money).like("3000")
                .note("一家工厂每年至少要卖多少才划算|what a plant must sell of it a year to pay"),
            text(Field::Synonyms, "同义词", "synonyms").also(&["别名", "其他名称", "俗称", "别称"]).of(ColumnKind::List).like("滚珠轴承;球轴承"),
            text(Field::Industry, "行业代码", "industry_code").also(&["国民经济行业代码", "行业小类代码", "所属行业代码"]).or(&["行业"]).like("3451"),
        ],
    },
    SheetSpec {
        kind: SheetKind::Inputs,
        name: "投入",
        english: "inputs",
        synonyms: &["投入关系", "产品投入", "投入品", "物料清单", "产品物料", "上下游关系", "bom", "input"],
        row: "一种产品用到的一种投入品",
        row_english: "product → product: what is made from what",
        columns: &[
            PRODUCT.also(&["产品名称", "产品名", "成品", "下游产品", "母件", "父件", "product_name"]).or(&["名称"]),
            text(Field::Input, "投入品", "input").also(&["投入产品", "上游产品", "原料", "原材料", "投入", "子件", "子件名称", "组件", "material", "component"]).required().like("轴承钢"),
            text(Field::CostShare, "成本占比", "cost_share").also(&["成本比重", "占成本比重", "成本份额", "占比", "消耗系数", "直接消耗系数"]).of(ColumnKind::Share).like("0.45"),
            text(Field::Required, "必需", "required").also(&["是否必需", "必要", "是否必要", "必须", "是否必须"]).of(ColumnKind::Flag).one_of(YES_NO).like("是"),
        ],
    },
    SheetSpec {
        kind: SheetKind::Makes,
        name: "产能",
        english: "makes",
        synonyms: &["企业产品", "产能情况", "供给能力", "供应能力", "产能产量", "生产能力", "富余产能", "make", "capacity", "capacities"],
        row: "一家企业生产的一种产品",
        row_english: "a firm's product",
        columns: &[
            FIRM.or(&["企业", "公司", "单位", "名称", "name", "生产企业", "厂家", "生产厂家", "制造商", "供应商", "供应商名称"]),
            CREDIT_CODE,
            FIRM_ID,
            PRODUCT.or(&["内容"]),
            YEAR,
            text(Field::Output, "产量产值", "output").also(&["产值", "产品产值", "产量", "年产值", "实际产量", "年产量"]).of(ColumnKind::Money).like("8000"),
            text(Field::Capacity, "产能", "capacity").also(&["年产能", "设计产能", "总产能", "生产能力"]).of(ColumnKind::Money).like("10000"),
            text(Field::Spare, "富余产能", "spare").also(&["剩余产能", "闲置产能", "可用产能", "可供产能", "富裕产能", "spare_capacity"]).of(ColumnKind::Money).like("1500")
                .note("不填则按产能减产量产值；两者缺一即未知|blank = capacity − output when both are known, else unknown"),
            text(Field::Committed, "外销承诺", "committed").also(&["已承诺外销", "外销", "已签外销", "外地订单", "committed_sales"]).of(ColumnKind::Money).like("500"),
            text(Field::UnderConstruction, "在建", "under_construction").also(&["是否在建", "在建产能"]).of(ColumnKind::Flag).one_of(YES_NO).like("否"),
        ],
    },
    SheetSpec {
        kind: SheetKind::Purchases,
        name: "采购",
        english: "purchases",
        synonyms: &[
            "采购明细", "采购台账", "采购清单", "采购记录", "采购数据", "供应关系", "供应链", "供需关系", "配套关系", "配套明细", "配套台账", "采购配套", "采购流水",
            "开票明细", "发票明细", "合同台账", "采购合同", "供应商明细", "供货明细", "purchase", "ledger", "links", "supply", "supply_links", "invoices",
        ],
        row: "一笔采购",
        row_english: "a purchase line",
        columns: &[
            text(Field::Buyer, "采购方", "buyer")
                .also(&[
                    "采购方名称", "采购单位", "采购单位名称", "采购企业", "采购企业名称", "采购商", "采购人", "采购主体", "采购公司", "需方", "需方名称", "需方单位", "需求方",
                    "购货方", "购货单位", "购货方名称", "购货单位名称", "购买方", "购买方名称", "购买单位", "购方", "购方名称", "购方企业", "买方", "买方名称", "买受人", "链主企业",
                    "链主企业名称", "链主", "主机厂", "整机企业", "整机厂", "用户单位", "采购链主", "purchaser", "customer", "buyer_name",
                ])
                .or(&["企业名称", "企业", "公司", "公司名称", "单位名称", "填报单位", "填报企业", "客户", "客户名称", "采购方统一社会信用代码", "采购方代码", "购方税号", "甲方", "firm", "company"])
                .required()
                .like("安徽乙整机有限公司（虚构）")
                .note("全称、别名、信用代码或企业ID|full name, alias, credit code or firm id"),
            text(Field::Supplier, "供应商", "supplier")
                .also(&[
                    "供应商名称", "供应商全称", "供应方", "供应方名称", "供方", "供方名称", "供方单位", "供应单位", "供应单位名称", "供应企业", "供应企业名称", "供货商", "供货商名称", "供货单位",
                    "供货单位名称", "供货方", "供货方名称", "供货企业", "卖方", "卖方名称", "出卖人", "销方", "销方名称", "销售方", "销售方名称", "销售单位", "销货方", "销货单位", "销货单位名称",
                    "配套企业", "配套企业名称", "配套商", "配套厂", "配套单位", "中标单位", "中标供应商", "vendor", "seller", "supplier_name", "vendor_name",
                ])
                .or(&["对方单位", "往来单位", "客商名称", "供应商统一社会信用代码", "供应商代码", "供应商编码", "销方税号", "乙方", "厂家", "生产厂家", "制造商"])
                .like("安徽甲轴承有限公司（虚构）")
                .note("不知道可留空，并填来源地|may be blank; then give the origin"),
            text(Field::OriginPlace, "来源地", "origin")
                .also(&["产地", "发货地", "发货地址", "供货地", "供货来源地", "货源地", "采购来源地", "原产地", "来源地区", "采购地", "货物来源地", "origin_place", "ship_from"])
                .of(ColumnKind::Place)
                .like("安徽省宿州市灵璧县"),
            PRODUCT,
            text(Field::Amount, "采购额", "amount")
                .also(&["采购金额", "采购总金额", "采购值", "配套金额", "配套额", "供货金额", "供应金额", "交易额", "交易金额", "合同金额", "合同额", "合同总价", "开票金额", "发票金额", "结算金额", "年采购额", "年采购金额", "年度采购额", "采购规模", "purchase_amount"])
                .or(&["金额", "总金额", "总额", "不含税金额", "含税金额", "价税合计", "合计金额", "总价", "value"])
                .of(ColumnKind::Money)
                .like("3000")
                .note("不含税；保密填 *，不知道留空，没有采购填 0|without tax; * = withheld, blank = unknown, 0 = none"),
            YEAR,
            text(Field::Contract, "合同号", "contract").also(&["合同编号", "合同编码", "发票号", "发票号码", "订单号", "订单编号", "采购订单号", "单据编号", "凭证号", "invoice", "order_no", "contract_no"]).like("HT-2024-001"),
            text(Field::LinkSource, "来源", "source")
                .also(&["数据来源", "来源类型", "依据", "填报来源", "凭证类型", "evidence"])
                .one_of(&["发票", "合同", "采购方", "供应方", "估算"])
                .like("合同"),
            text(Field::BuyerPlace, "采购方所在地", "buyer_place")
                .also(&["采购方地址", "采购方地区", "采购单位所在地", "采购单位地址", "采购企业所在地", "采购企业地址", "需方所在地", "需方地址", "购方地址", "买方所在地", "买方地址", "链主企业所在地", "链主所在地", "企业所在地", "采购方所在县区", "采购方所在县", "购买方地址"])
                .of(ColumnKind::Place)
                .like("安徽省宿州市埇桥区"),
            text(Field::SupplierPlace, "供应商所在地", "supplier_place")
                .also(&[
                    "供应商地址", "供应商地区", "供应商所在地区", "供应商所在县区", "供应商所在县", "供应商所在城市", "供应商城市", "供应商所属地区", "供应商注册地", "供应商区域", "供方所在地", "供方地址", "供应方所在地", "供应方地址", "供应单位所在地",
                    "供应企业所在地", "供应企业地址", "供货商所在地", "供货商地址", "供货单位所在地", "供货单位地址", "供货方所在地", "供货方地址", "卖方所在地", "卖方地址", "销方地址", "销售方地址", "配套企业所在地", "配套企业地址", "supplier_location", "vendor_location",
                ])
                .or(&["所在地", "所在地区", "地区", "所在县区", "县区", "地址", "省市", "城市", "location"])
                .of(ColumnKind::Place)
                .like("安徽省宿州市灵璧县"),
        ],
    },
    SheetSpec {
        kind: SheetKind::PurchaseTotals,
        name: "采购总额",
        english: "purchase_totals",
        synonyms: &["采购总量", "采购总值", "总采购额", "采购合计", "采购申报总额", "年度采购总额", "purchasetotals", "totals", "purchase_total"],
        row: "一家企业申报的采购总额",
        row_english: "a declared total of purchases",
        columns: &[
            text(Field::Buyer, "采购方", "buyer")
                .also(&["采购方名称", "采购单位", "采购企业", "采购企业名称", "需方", "购货方", "购货单位", "购买方", "买方", "链主企业", "链主企业名称", "链主", "purchaser"])
                .or(&["企业名称", "企业", "公司", "公司名称", "单位名称", "填报单位", "firm", "company"])
                .required()
                .like("安徽乙整机有限公司（虚构）"),
            text(Field::Product, "产品", "product").also(PRODUCT_NAMES).like("深沟球轴承").note("留空为全部产品|blank = all products"),
            YEAR,
            text(Field::Total, "采购总额", "total")
                .also(&["总采购额", "采购总金额", "采购总值", "年采购总额", "年度采购总额", "总采购金额", "采购额合计", "申报总额", "外购总额", "purchase_total"])
                .or(&["总额", "合计"])
                .of(ColumnKind::Money)
                .required()
                .like("5000"),
            text(Field::Complete, "清单完整", "complete").also(&["清单是否完整", "是否完整", "明细完整", "明细是否完整", "完整"]).of(ColumnKind::Flag).one_of(YES_NO).like("否")
                .note("是：供应商已全部列出|是: every supplier is listed"),
        ],
    },
    SheetSpec {
        kind: SheetKind::Projects,
        name: "项目",
        english: "projects",
        synonyms: &[
            "项目库", "项目台账", "招商项目", "招引项目", "重点项目", "在建项目", "签约项目", "储备项目", "技改项目", "项目清单", "项目调度", "项目调度表", "项目进展", "项目快照", "亿元以上项目", "project",
        ],
        row: "某一时点的一个项目",
        row_english: "a project at a date",
        columns: &[
            text(Field::Name, "项目", "project").also(&["项目名称", "项目全称", "招商项目名称", "project_name"]).or(&["名称", "name"]).required().like("轴承钢补链项目（虚构）"),
            text(Field::ProjectNumber, "编号", "project_id").also(&["项目编号", "项目编码", "项目代码", "项目ID", "项目统一代码", "投资项目代码", "备案号", "project_no"]).like("XM-001")
                .note("同一项目各期编号相同；不填则以项目名为准|the same in every snapshot; blank = the name identifies the project"),
            text(Field::SnapshotDate, "快照日期", "snapshot_date")
                .also(&["调度日期", "统计日期", "截至日期", "截止日期", "填报日期", "数据日期", "更新日期", "调度时间", "填报时间", "截至时间", "snapshot", "as_of"])
                .or(&["日期", "date"])
                .of(ColumnKind::Date)
                .like("2024-09-30")
                .note("不填则用表名或文件名中的年月，再用说明表的数据日期|blank = the month in the name of sheet or file, else the data set's as-of date"),
            text(Field::ProjectKind, "类型", "type").also(&["项目类型", "项目类别", "补链类型", "补强延固", "链条作用", "project_type"]).or(&["类别"]).one_of(&["补链", "强链", "延链", "固链", "技改"]).like("补链"),
            text(Field::Stage, "阶段", "stage").also(&["项目阶段", "进展阶段", "建设阶段", "项目状态", "当前阶段", "所处阶段", "进展", "项目进展", "推进阶段"]).or(&["状态", "进度", "status"])
                .one_of(&["谋划储备", "招引签约", "建设开工", "竣工投产"]).like("建设开工"),
            text(Field::Firm, "企业", "firm").also(&["企业名称", "投资方", "投资企业", "投资主体", "投资方名称", "投资单位", "项目单位", "项目业主", "业主单位", "建设单位", "实施单位", "项目公司", "承建企业", "签约企业", "签约方", "investor", "company"])
                .or(&["单位名称", "公司", "公司名称", "单位"]).like("江苏丙特钢有限公司（虚构）").note("全称、别名、信用代码或企业ID|full name, alias, credit code or firm id"),
            CREDIT_CODE,
            FIRM_ID,
            text(Field::Product, "产品", "product").also(PRODUCT_NAMES).of(ColumnKind::List).like("轴承钢"),
            text(Field::Place, "落地", "located_at").also(&["落地县区", "落地地区", "落地园区", "落地地点", "落地点", "落地区域", "落户地", "落户县区", "落户园区", "建设地点", "建设地址", "建设地", "项目地点", "项目地址", "项目所在地", "选址", "所在园区", "承载园区", "location"])
                .or(&["所在地", "县区", "区县", "园区", "地点", "属地"]).of(ColumnKind::Place).like("安徽省宿州市灵璧县"),
            text(Field::OriginPlace, "来源地", "origin").also(&["投资来源地", "资金来源地", "投资方所在地", "引资来源", "引进地", "来源地区", "来源省份", "投资来源", "origin_place"]).of(ColumnKind::Place).like("江苏省"),
            text(Field::Enclave, "飞地", "enclave").also(&["是否飞地", "飞地项目", "是否飞地项目"]).of(ColumnKind::Flag).one_of(YES_NO).like("否"),
            text(Field::Investment, "投资额", "investment").also(&["总投资", "计划总投资", "总投资额", "投资总额", "计划投资", "计划投资额", "协议投资", "协议投资额", "签约金额", "投资规模", "total_investment"]).or(&["金额"]).of(ColumnKind::Money).like("50000"),
            text(Field::PaidIn, "到位资金", "paid_in").also(&["实际到位资金", "到位金额", "到资", "到资额", "累计到位资金", "累计到资", "资金到位", "已到位资金"]).of(ColumnKind::Money).like("10000")
                .note("自签约起累计|in all since signing"),
            text(Field::Land, "用地", "land").also(&["用地面积", "占地面积", "土地面积", "占地", "用地规模", "项目用地"]).of(ColumnKind::Number("亩")).like("120"),
            text(Field::Energy, "用能", "energy").also(&["年综合能耗", "综合能耗", "能耗", "年能耗", "能源消费量", "年用能"]).of(ColumnKind::Number("吨标准煤")).like("3000"),
            text(Field::Capacity, "产能", "capacity").also(&["年产能", "设计产能", "达产产值", "预计产值", "年产值", "达产后年产值", "预计年产值"]).of(ColumnKind::Money).like("80000")
                .note("达产后一年|a year, once complete"),
            text(Field::Signed, "签约日期", "signed").also(&["签约时间", "签约年月", "签订日期", "签订时间", "合同签订日期", "协议签订日期"]).of(ColumnKind::Date).like("2024-03-15"),
            text(Field::Started, "开工日期", "started").also(&["开工时间", "开工年月", "实际开工日期", "实际开工时间", "动工日期", "动工时间"]).of(ColumnKind::Date).like("2024-08-20"),
            text(Field::Opened, "投产日期", "producing").also(&["投产时间", "投产年月", "竣工日期", "竣工时间", "竣工投产日期", "竣工投产时间", "实际投产日期", "opened"]).of(ColumnKind::Date),
            text(Field::Counted, "列统", "counted").also(&["是否列统", "列统情况", "是否入统", "入统", "入库", "是否入库", "是否纳统", "纳统"]).of(ColumnKind::Flag).one_of(YES_NO).like("否"),
            text(Field::Responsible, "责任人", "responsible").also(&["项目责任人", "包保领导", "包保责任人", "包联领导", "包联责任人", "帮包领导", "帮包人", "项目负责人", "牵头领导", "责任领导"]).like("张某（虚构）"),
        ],
    },
    SheetSpec {
        kind: SheetKind::Talents,
        name: "人才",
        english: "talents",
        synonyms: &["人才库", "人才名录", "人才信息", "高层次人才", "专家", "专家库", "专家名录", "创新团队", "科研机构", "创新平台", "talent", "experts"],
        row: "一位人才、一个团队或机构",
        row_english: "a person, team or institution",
        columns: &[
            text(Field::Name, "姓名或机构", "name").also(&["姓名", "人才姓名", "专家姓名", "姓名或名称", "人才", "机构名称", "团队名称", "平台名称", "人才名称", "姓名机构"]).or(&["名称"]).required().like("某大学轴承研究所（虚构）"),
            text(Field::Category, "类别", "type").also(&["人才类别", "人才类型", "类型", "人才层次", "机构类型", "职称", "category"]).like("科研机构"),
            text(Field::Specialty, "领域", "field").also(&["研究领域", "专业", "专业领域", "研究方向", "技术领域", "擅长领域", "从事专业", "specialty"]).like("轴承材料"),
            text(Field::Product, "产品", "product").also(&["产品名称", "相关产品", "对应产品", "服务产品", "主要产品", "products"]).of(ColumnKind::List).like("轴承钢"),
            text(Field::Place, "所在地", "place").also(&["所在地区", "地区", "所在城市", "现居地", "工作地", "工作地点", "location"]).of(ColumnKind::Place).like("安徽省合肥市"),
            text(Field::Employer, "单位", "employer").also(&["工作单位", "所在单位", "任职单位", "依托单位", "所属单位", "用人单位", "企业", "企业名称"]).like("安徽甲轴承有限公司（虚构）"),
        ],
    },
    SheetSpec {
        kind: SheetKind::Clusters,
        name: "集群",
        english: "clusters",
        synonyms: &["产业集群", "集群名录", "集群名单", "特色产业集群", "中小企业特色产业集群", "先进制造业集群", "cluster"],
        row: "一个已认定的集群",
        row_english: "a declared cluster",
        columns: &[
            text(Field::Name, "集群", "cluster").also(&["集群名称", "产业集群", "产业集群名称", "特色产业集群", "cluster_name"]).or(&["名称", "name"]).required().like("灵璧县轴承产业集群（虚构）"),
            text(Field::ClusterLevel, "级别", "level").also(&["集群级别", "认定级别", "集群层级"]).one_of(&["县域", "省级", "国家级", "世界级"]).like("县域"),
            text(Field::Chain, "产业链", "chain").also(&["所属产业链", "主导产业", "主导产业链", "产业链名称", "产业", "chains"]).of(ColumnKind::List).like("轴承"),
            text(Field::Scope, "范围", "area").also(&["集群范围", "覆盖范围", "地理范围", "县区", "所在县区", "所在地", "所在园区", "承载园区", "覆盖县区", "scope"]).of(ColumnKind::List).like("341323").note("县区或园区|counties or zones"),
            text(Field::SquareKm, "面积", "square_km").also(&["集群面积", "规划面积", "占地面积"]).of(ColumnKind::Number("平方公里")).like("12"),
            text(Field::Recognised, "认定日期", "declared").also(&["认定时间", "认定年份", "认定年月", "获批日期", "获批时间", "批准日期", "recognised"]).of(ColumnKind::Date).like("2023-12-01"),
            text(Field::Official, "县级领导", "official").also(&["县级领导帮包", "六个一：县级领导", "帮包领导", "包保领导", "包联领导", "牵头领导"]).like("李某（虚构）").note(SIX_ONES),
            text(Field::TaskForce, "服务专班", "task_force").also(&["六个一：服务专班", "工作专班", "专班", "集群专班"]).like("轴承集群工作专班（虚构）").note(SIX_ONES),
            text(Field::RecruitmentTeam, "招商团队", "recruitment_team").also(&["六个一：招商团队", "招商队伍", "专业招商团队", "招商小分队"]).like("是").note(SIX_ONES),
            text(Field::Plan, "专项规划", "plan").also(&["六个一：专项规划", "六个一：规划", "规划", "集群规划", "发展规划", "建设方案", "专项方案"]).like("是").note(SIX_ONES),
            text(Field::Leaders, "链主企业", "leaders").also(&["六个一：链主企业", "链主", "群主企业", "群主", "龙头企业"]).like("安徽甲轴承有限公司（虚构）").note(SIX_ONES),
            text(Field::Policy, "优惠政策", "policy").also(&["六个一：优惠政策", "六个一：政策", "政策", "专项政策", "扶持政策", "支持政策"]).like("否").note(SIX_ONES),
        ],
    },
    SheetSpec {
        kind: SheetKind::Indicators,
        name: "指标",
        english: "indicators",
        synonyms: &["指标库", "指标数据", "统计指标", "主要指标", "经济指标", "indicator"],
        row: "一个数据",
        row_english: "a figure",
        columns: &[
            text(Field::Subject, "对象", "subject").also(&["主体", "统计对象", "指标对象", "地区", "县区", "区县", "集群", "集群名称", "产业", "产业链", "园区"]).or(&["名称"]).required().like("灵璧县")
                .note("县区、园区、产业链、集群或企业|county, zone, chain, cluster or firm"),
            text(Field::Indicator, "指标", "indicator").also(&["指标名称", "统计指标", "指标项", "度量", "metric"]).or(&["项目"]).required().like("规上工业企业数"),
            YEAR.required(),
            text(Field::Figure, "数值", "value").also(&["指标值", "数据", "值", "数量", "完成值", "实际值", "统计值"]).of(ColumnKind::Figure).required().like("186").note("可带单位，如 13.8亿元、15%|may carry its unit"),
            UNIT.like("家"),
        ],
    },
    SheetSpec {
        kind: SheetKind::Targets,
        name: "目标",
        english: "targets",
        synonyms: &["目标任务", "工作目标", "目标值", "目标清单", "目标分解", "主要目标", "发展目标", "target"],
        row: "一项目标",
        row_english: "a target",
        columns: &[
            text(Field::Subject, "对象", "subject").also(&["主体", "考核对象", "责任主体", "责任单位", "地区", "县区", "区县", "集群", "集群名称", "产业", "产业链", "园区"]).or(&["名称"]).required().like("轴承产业链")
                .note("县区、园区、产业链、集群或企业|county, zone, chain, cluster or firm"),
            text(Field::Indicator, "度量", "metric").also(&["指标", "指标名称", "考核指标", "目标指标", "目标名称", "目标项", "目标内容", "indicator"]).or(&["项目", "内容"]).required().like("近地化配套率"),
            text(Field::BaseYear, "基期", "base_year").also(&["基期年", "基期年份", "基年", "基准年", "基准年份"]).of(ColumnKind::Year).like("2023"),
            text(Field::Base, "基期值", "base").also(&["基数", "基准值", "基期数", "基年值", "基期数值", "现状值", "baseline"]).of(ColumnKind::Figure).like("32%").note("可带单位，如 13.8亿元、15%|may carry its unit"),
            text(Field::TargetYear, "目标年", "target_year").also(&["目标年份", "目标年度", "目标期", "完成年份", "完成时限", "目标时间"]).or(&["年份", "年度", "year"]).of(ColumnKind::Year).required().like("2027"),
            text(Field::Target, "目标值", "target").also(&["目标", "目标数", "目标数值", "任务", "任务数", "目标任务", "计划数", "计划值", "target_value"]).of(ColumnKind::Figure).required().like("50%").note("可带单位，如 13.8亿元、15%|may carry its unit"),
            UNIT,
            text(Field::Clause, "依据", "clause").also(&["文件依据", "依据文件", "政策依据", "依据条款", "文件", "出处", "来源", "数据来源"]).like("某意见（虚构）第二条"),
        ],
    },
    SheetSpec {
        kind: SheetKind::Zones,
        name: "园区",
        english: "zones",
        synonyms: &["园区名录", "开发区", "产业园区", "园区目录", "zone", "parks"],
        row: "一个园区或自定义片区",
        row_english: "a zone or custom area",
        columns: &[
            text(Field::Name, "园区名称", "name").also(&["园区", "开发区", "开发区名称", "片区名称", "zone"]).or(&["名称"]).required().like("灵璧经济开发区"),
            text(Field::County, "所在县", "county").also(&["所在县区", "所属县区", "县区", "区县", "所在地", "所属地区", "属地", "县"]).of(ColumnKind::Place).like("341323"),
            text(Field::Longitude, "经度", "longitude").also(&["lng", "lon", "东经"]).of(ColumnKind::Number("°")).like("117.56"),
            text(Field::Latitude, "纬度", "latitude").also(&["lat", "北纬"]).of(ColumnKind::Number("°")).like("33.55"),
            text(Field::Neighbours, "相邻", "neighbours").also(&["相邻园区", "毗邻", "邻近", "相邻地区", "neighbors"]).of(ColumnKind::List).like("泗县经济开发区"),
        ],
    },
    SheetSpec {
        kind: SheetKind::Regions,
        name: "区域",
        english: "regions",
        synonyms: &["区域定义", "区域范围", "地区", "region"],
        row: "一个自定义区域",
        row_english: "a named region",
        columns: &[
            text(Field::Name, "区域名称", "name").also(&["区域", "地区名称", "region"]).or(&["名称"]).required().like("皖北"),
            text(Field::Codes, "代码", "codes").also(&["行政区划", "行政区划代码", "区划代码", "范围", "包含地区", "包括", "地区代码", "成员", "members"]).of(ColumnKind::List).required().like("3403;3406;3412;3413;3416"),
        ],
    },
];
