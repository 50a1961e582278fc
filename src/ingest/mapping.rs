//! Headings to fields: Chinese name, English name, and the synonyms that offices really use.

/// Kind of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SheetKind {
    /// 说明.
    About,
    /// 企业.
    Firms,
    /// 企业年度.
    FirmYears,
    /// 产业链.
    Chains,
    /// 投入.
    Inputs,
    /// 产能.
    Makes,
    /// 采购.
    Purchases,
    /// 采购总额.
    PurchaseTotals,
    /// 园区.
    Zones,
    /// 区域.
    Regions,
    /// 项目, 人才, 集群, 指标, 目标: known kinds whose analyses are still to come; rows are set aside.
    Later,
}

/// A field of some sheet; one meaning across sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 键 of 说明.
    Key,
    /// 值 of 说明.
    Value,
    /// 统一社会信用代码.
    CreditCode,
    /// 企业ID.
    FirmId,
    /// 企业名称, or the firm of a 产能 or 企业年度 row.
    Firm,
    /// 别名.
    Aliases,
    /// 注册地.
    RegisteredAt,
    /// 生产地.
    ProducedAt,
    /// 统计地.
    CountedAt,
    /// 园区 of a firm, name of a 园区 or 区域 row is [`Field::Name`].
    Zone,
    /// 经度.
    Longitude,
    /// 纬度.
    Latitude,
    /// 行业代码.
    Industry,
    /// 角色.
    Role,
    /// 产业链: of a firm (several), or of a 产业链 row.
    Chain,
    /// 资质.
    Qualifications,
    /// 规模.
    Size,
    /// 集团.
    Group,
    /// 联系人.
    Contact,
    /// 年份.
    Year,
    /// 营业收入.
    Revenue,
    /// 产值 of 企业年度, 产量产值 of 产能.
    Output,
    /// 营业成本.
    Cost,
    /// 研发费用.
    Research,
    /// 从业人员.
    Employees,
    /// 发明专利.
    Patents,
    /// 税收.
    Tax,
    /// 用地.
    Land,
    /// 用能.
    Energy,
    /// 环节.
    Segment,
    /// 产品.
    Product,
    /// 产品ID.
    ProductId,
    /// 位置.
    Position,
    /// 层级.
    Order,
    /// 五基类别.
    BaseClass,
    /// 关键.
    Essential,
    /// 同义词.
    Synonyms,
    /// 投入品.
    Input,
    /// 成本占比.
    CostShare,
    /// 必需.
    Required,
    /// 产能.
    Capacity,
    /// 富余产能.
    Spare,
    /// 外销承诺.
    Committed,
    /// 在建.
    UnderConstruction,
    /// 采购方.
    Buyer,
    /// 供应商.
    Supplier,
    /// 来源地.
    OriginPlace,
    /// 采购额.
    Amount,
    /// 合同号.
    Contract,
    /// 来源.
    LinkSource,
    /// 采购方所在地.
    BuyerPlace,
    /// 供应商所在地.
    SupplierPlace,
    /// 采购总额.
    Total,
    /// 清单完整.
    Complete,
    /// Name of a 园区 or 区域 row.
    Name,
    /// 所在县 of a 园区 row.
    County,
    /// 相邻.
    Neighbours,
    /// 代码 or names of a 区域 row.
    Codes,
}
