//! Indicators (chỉ tiêu báo cáo): figures that reports are made of, each with its definition and source.
