//! What can go wrong in a kernel, and where.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Overflow,
    DivisionByZero,
    NotFinite,
    ArrayLength,
    ArraysOverlap,
    AccountLayout,
    FillSlot,
    RollingWindow,
    MatrixShape,
    MatrixKind,
    MatrixGroup,
    MatrixCell,
    ResampleBounds,
    ResampleKind,
    ParquetInvalid,
    ParquetLayout,
    ParquetTime,
    ParquetOrder,
    SweepTerms,
    RollingOrder,
    EwmDecay,
    IndicatorKind,
    IndicatorParameter,
    AsofKind,
    AsofOrder,
    BarsUnit,
}

impl Fault {
    pub fn code(self) -> &'static str {
        match self {
            Fault::Overflow => "DECIMAL_OVERFLOW",
            Fault::DivisionByZero => "DECIMAL_DIVISION_BY_ZERO",
            Fault::NotFinite => "DECIMAL_NOT_FINITE",
            Fault::ArrayLength => "ARRAY_LENGTH",
            Fault::ArraysOverlap => "ARRAYS_OVERLAP",
            Fault::AccountLayout => "ACCOUNT_LAYOUT",
            Fault::FillSlot => "FILL_SLOT",
            Fault::RollingWindow => "ROLLING_WINDOW",
            Fault::MatrixShape => "MATRIX_SHAPE",
            Fault::MatrixKind => "MATRIX_KIND",
            Fault::MatrixGroup => "MATRIX_GROUP",
            Fault::MatrixCell => "MATRIX_CELL",
            Fault::ResampleBounds => "RESAMPLE_BOUNDS",
            Fault::ResampleKind => "RESAMPLE_KIND",
            Fault::ParquetInvalid => "PARQUET_INVALID",
            Fault::ParquetLayout => "PARQUET_LAYOUT",
            Fault::ParquetTime => "PARQUET_TIME",
            Fault::ParquetOrder => "PARQUET_ORDER",
            Fault::SweepTerms => "SWEEP_TERMS",
            Fault::RollingOrder => "ROLLING_ORDER",
            Fault::EwmDecay => "EWM_DECAY",
            Fault::IndicatorKind => "INDICATOR_KIND",
            Fault::IndicatorParameter => "INDICATOR_PARAMETER",
            Fault::AsofKind => "ASOF_KIND",
            Fault::AsofOrder => "ASOF_ORDER",
            Fault::BarsUnit => "BARS_UNIT",
        }
    }
}

/// A fault and the element of an array, the slot of the account or the fill in which it happened, where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    pub fault: Fault,
    pub at: Option<usize>,
}

impl Fault {
    pub fn at(self, place: usize) -> Failure {
        Failure { fault: self, at: Some(place) }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        Failure { fault, at: None }
    }
}
