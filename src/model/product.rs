//! Products.

use super::ProductId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The five bases (五基).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaseClass {
    /// 核心基础零部件及元器件.
    Components,
    /// 基础软件.
    Software,
    /// 基础材料.
    Materials,
    /// 基础工艺.
    Process,
    /// 产业技术基础.
    Technology,
}

/// Something that is bought and sold.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Stable code; the key of the list.
    pub id: ProductId,
    /// Name as written first.
    pub name: Arc<str>,
    /// Other names.
    pub synonyms: Vec<Arc<str>>,
    /// Of the five bases.
    pub base_class: Option<BaseClass>,
    /// Industry codes of GB/T 4754-2017.
    pub industry: Vec<Arc<str>>,
    /// 最小经济规模: what a plant must sell of it a year to pay, yuan, above zero.
    pub minimum_scale: Option<f64>,
}

impl Product {
    /// Id and name of the product of lines that name none.
    pub const UNKNOWN: &'static str = "UNK";
}
