"""The names that shops give their columns. Simplified characters stand for traditional ones too, and
within a field the surer name comes first."""

NAMES = {
    "order": """
        单号 订单号 订单编号 订单号码 合同号 合同编号 合同号码 销售单号 销售单编号 订货单号 订购单号 单据号
        单据编号 单据号码 购买单号 发票号 发票号码 流水号 票号 交易编号 订单 合同
        order-no order-number order-id order-ref order-reference order sales-order sales-order-no so so-no
        contract-no contract-number contract sale-no sale-id sales-no invoice-no invoice-number invoice
        receipt-no receipt-number doc-no document-no job-no job-number reference reference-no ref ref-no""",
    "signed_on": """
        签单日期 签订日期 签约日期 签单日 签约日 签单时间 签约时间 合同日期 合同签订日期 下单日期 下单时间
        下单日 订单日期 订购日期 订购日 订货日期 销售日期 成交日期 成交时间 购买日期 购买日 购买时间 开单日期
        开票日期 发票日期 单据日期 交易日期 买卖日期 落单日期 落单日 落订日期 落订日 出单日期
        购机日期 销售时间 订单创建时间 日期
        date-signed signed-on signed-date signing-date signature-date sign-date signed contract-date
        order-date date-of-order ordered-on date-ordered sale-date sales-date date-of-sale sold-on date-sold
        sold-date sales-order-date deal-date txn-date purchase-date date-of-purchase purchased-on purchased
        invoice-date transaction-date date""",
    "delivered_on": """
        送货日期 交货日期 送货时间 交货时间 送达日期 到货日期 收货日期 配送日期 送货日 交货日 发货日期
        delivered-on delivery-date delivered-date date-delivered date-of-delivery delivered delivery""",
    "installed_on": """
        安装日期 安装时间 安装日 送货安装日期 安装完成日期 安装完成日 铺装日期 铺设日期 装机日期 施工日期
        完工日期 竣工日期
        installed-on installation-date installed-date install-date date-installed date-of-installation
        installation installed fitted-on fitting-date fitted-date date-fitted fitted install
        completion-date""",
    "booked_on": """
        预约安装日期 预约安装时间 预约安装日 安装预约日期 预约安装 安装预约 预约日期 约定安装日期 约装日期
        预定安装日期 预计安装日期 计划安装日期
        booked-on booked-for booked-installation booked-installation-date installation-booked
        installation-booked-on installation-booking installation-appointment install-appointment
        scheduled-installation scheduled-installation-date scheduled-install-date planned-installation
        planned-installation-date planned-install-date expected-installation-date fitting-booked
        fitting-booked-on booked-fitting-date""",
    "returned_on": """
        退货日期 退货时间 退货日 退单日期 退回日期 退换日期
        returned-on return-date returned-date date-returned date-of-return returned""",
    "customer_name": """
        姓名 客户姓名 客户名称 客户名 客户 客人 顾客 业主 买家 买方 购买人 名称 收货人 收件人 联系人 联络人
        称呼
        customer-name cust-name customer full-name name client owner buyer purchaser homeowner bill-to
        contact-name contact-person""",
    "first_name": "first-name given-name forename firstname",
    "last_name": "last-name family-name surname lastname",
    "phones": """
        手机 手机号 手机号码 移动电话 行动电话 流动电话 手提电话 手提 联系电话 联络电话 联系手机 联系方式
        联络方式 联系号码 电话 电话号码 座机 固话 固定电话 住宅电话 备用电话 其他电话 电话1 电话2 手机1 手机2
        电话一 电话二 phones
        mobile mobile-no mobile-number mobile-phone cell cell-phone cellphone cell-no handphone hand-phone hp
        hp-no phone phone-no phone-number telephone telephone-no telephone-number tel tel-no contact-no
        contact-number contact-phone contact-tel contact-mobile whatsapp whatsapp-no phone1 phone2 tel1 tel2
        handphone-no home-phone work-phone other-phone alternate-phone secondary-phone primary-phone landline
        contact""",
    "email": """
        邮箱 电子邮箱 电邮 电子邮件 邮箱地址 电邮地址 电子邮件地址 电子信箱 信箱 邮件
        email e-mail email-address e-mail-address mail""",
    "language": "语言 语种 沟通语言 首选语言 惯用语言 language preferred-language lang spoken-language",
    "estate": """
        小区 小区名称 小区名 楼盘 楼盘名称 楼盘名 屋苑 屋苑名称 社区 社区名称 大厦 大厦名称
        estate estate-name compound compound-name community community-name building building-name subdivision
        development condo condominium project project-name neighbourhood neighborhood""",
    "estate_grade": """
        小区类型 小区档次 小区级别 小区等级 楼盘档次 楼盘类型 楼盘级别 楼盘等级 屋苑级别 屋苑类型 屋苑档次
        住宅类型 住宅档次 房屋类型 档次
        estate-grade estate-type estate-class grade residence-grade compound-grade property-type
        property-grade housing-type""",
    "estate_age": """
        楼龄 房龄 屋龄 小区楼龄 建成年份
        estate-age building-age property-age age-of-building year-built""",
    "address": """
        地址 详细地址 楼栋房号 楼栋 房号 门牌 门牌号 住址 家庭地址 送货地址 收货地址 安装地址 施工地址 单位号
        address customer-address delivery-address installation-address install-address site-address ship-to
        street street-address address-1 address-2 address-line-1 address-line-2 unit-no flat room block suburb
        city state zip zip-code postcode post-code postal-code district""",
    "category": """
        类别 品类 产品类别 商品类别 产品分类 商品分类 产品类型 大类
        category product-category product-type department""",
    "product": """
        产品 产品名称 产品名 商品 商品名称 商品名 品名 货品 货品名称 货物名称 产品描述
        宝贝标题 商品标题
        product product-name product-description item item-name item-description item-desc description goods
        merchandise""",
    "series": "系列 产品系列 系列名称 series product-series collection range product-range product-line",
    "model": """
        型号 产品型号 规格型号 型号规格 货号 款号 款式 产品编码 产品编号 商品编码 商品编号 品牌型号
        商品规格 规格
        model model-no model-number model-name sku item-no item-number item-code product-code product-no
        product-sku style style-no""",
    "batch": """
        批号 批次 批次号 生产批号 产品批号 生产批次 缸号
        batch batch-no batch-number batch-code lot lot-no lot-number production-batch dye-lot""",
    "produced_on": """
        生产日期 制造日期 出厂日期 生产日
        produced-on production-date date-produced date-of-production produced manufacture-date manufactured-on
        manufacturing-date manufactured date-of-manufacture mfg-date mfd made-on date-made""",
    "serial": "序列号 机身号 机身编号 机身号码 机号 出厂编号 serial serial-no serial-number sn s-n",
    "quantity": """
        数量 销售数量 购买数量 订购数量 宝贝总数量 面积 铺装面积 平方数 平米数 坪数 件数 套数
        quantity qty qty-ordered quantity-sold qty-sold sold-qty area units no-of-units pieces pcs count""",
    "unit": "单位 计量单位 销售单位 unit uom unit-of-measure",
    "unit_price": "单价 销售单价 成交单价 价格 unit-price price-per-unit price rate price-each price-per",
    "amount": """
        金额 总金额 合计金额 销售金额 成交金额 订单金额 合同金额 总价 成交价 总额 销售额 货款 应收金额
        实收金额 实付金额 买家实际支付金额 实收款 实付款 实收 实付 合计 小计
        amount total-amount total-price total line-total line-amount sale-amount sales-amount order-amount
        order-total invoice-amount invoice-total contract-amount contract-value order-value sale-value
        sales-value net-amount grand-total amount-paid value sales-price sale-price subtotal""",
    "currency": "币种 货币 币别 currency currency-code ccy",
    "status": "状态 订单状态 交易状态 单据状态 销售状态 status order-status sale-status sales-status",
    "rep": """
        导购 导购员 销售员 销售 销售人员 销售顾问 销售代表 销售经理 业务员 业务 业务代表 营业员 店员 顾问
        经手人 负责人 营销员
        rep sales-rep sales-representative salesperson sales-person salesman saleswoman sales-consultant
        sales-associate sales-advisor sales-adviser consultant sold-by sales-agent sales agent advisor
        associate seller handled-by staff representative""",
    "fitter": """
        安装师傅 师傅 安装工 安装人员 安装员 安装人 安装队 安装商 安装单位 铺装师傅 铺装工 施工人员 施工队
        安装技师
        fitter installer installed-by fitted-by installation-team install-team technician fitting-team crew
        contractor""",
    "store": """
        门店 门店名称 店铺 店铺名称 分店 分店名称 店名 店面 店 专卖店 门市 销售门店 展厅
        store store-name shop shop-name branch branch-name showroom outlet store-location location""",
    "note": "备注 订单备注 备考 附注 说明 其他 note notes remark remarks comment comments memo",
    "tags": """
        标签 客户标签 客户分组 分组 客户分类 客户类型 会员类型
        tags tag customer-tags labels customer-group customer-groups group segment customer-segment
        customer-type""",
    "warranty": """
        保修 保修期 保修期限 保修条款 质保 质保期 质保期限 质保条款 保用 保用期 保养期 保固 保固期 保固期限
        warranty warranty-period warranty-term warranty-terms warranty-years guarantee guarantee-period""",
}
OURS = frozenset(NAMES)

# Several columns of these are read together, one after another.
JOINED = {"phones": " / ", "address": " ", "note": "; ", "tags": "; "}
DATES = ("signed_on", "delivered_on", "booked_on", "installed_on", "returned_on", "produced_on")

# What may stand before a name without changing it: a customer's telephone is a telephone.
_CHINESE_OWNERS = ("客户", "客人", "顾客", "业主", "买家", "买方", "收货人", "收件人", "联系人")
_LATIN_OWNERS = ("customer", "client", "buyer", "owner", "homeowner")
OWNERS = _CHINESE_OWNERS + _LATIN_OWNERS
OWNED = frozenset({"customer_name", "first_name", "last_name", "phones", "email", "language", "address"})
TOTALS = ("合计", "总计", "小计", "累计", "共计", "总数", "合共", "total", "subtotal", "sum")
# A sum once more in characters, and who stands below a sheet for it.
IN_WORDS = "大写"
SIGNERS = ("制表", "填表", "审核", "复核", "经办", "会计", "出纳", "主管", "店长", "打印")
DITTO = frozenset(["同上", "〃", "″", "ditto", "Ditto"])
# Inches, too, or nothing at all: these need a row that is a further line.
QUOTES = frozenset(['"', "''"])
# A row whose state says so is no sale to care for; or all of it came back.
CALLED_OFF = frozenset(
    [
        "已取消",
        "取消",
        "作废",
        "已作废",
        "关闭",
        "已关闭",
        "交易关闭",
        "交易取消",
        "cancelled",
        "canceled",
        "void",
        "voided",
    ]
)
CAME_BACK = frozenset(
    ["退货", "已退货", "退款", "已退款", "退款成功", "退单", "已退单", "refunded", "returned"]
)

# What says that a row belongs to a customer; and what the further lines of one order share.
PERSONAL = ("customer_name", "first_name", "last_name", "phones", "email")
CARRIED = (
    *PERSONAL,
    *("order", "signed_on", "delivered_on", "booked_on", "installed_on", "returned_on"),
    *("language", "address", "rep", "fitter", "store", "status"),
    *("estate", "estate_grade", "estate_age", "tags"),
)
