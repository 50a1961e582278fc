//! A sheet of native charts, each beside the numbers it draws.

use super::{Shape as Numbers, Value, heading_format, value, write_value};
use crate::render::Error;
use crate::report::chart::{Chart, Shape};
use crate::report::table::{Cell, Unit};
use crate::report::words::{self, Lang};
use rust_xlsxwriter::{
    Chart as Native, ChartDataLabel, ChartFormat, ChartPoint, ChartSolidFill, ChartType, Format, Workbook,
};

/// Height of a chart in rows, with one to spare.
const ROWS: u32 = 20;
/// Told apart by readers who see no red or no green, and in grey.
const COLOURS: [u32; 4] = [0x001F_5F8B, 0x00E6_9F00, 0x00B8_C4CE, 0x0000_9E73];

/// Writes the sheet.
pub(super) fn write(book: &mut Workbook, name: &str, charts: &[Chart], lang: Lang) -> Result<(), Error> {
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_column_width(0, 30)?;
    for column in 1..=3 {
        sheet.set_column_width(column, 16)?;
    }
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let mut top = 0;
    for chart in charts {
        let table = &chart.table;
        write_value(sheet, top, 0, &Value::Text(table.title.clone()), &bold)?;
        for (at, column) in (0..).zip(&table.columns) {
            write_value(sheet, top + 1, at, &Value::Text(words::heading(column, lang)), &heading_format(at > 0))?;
        }
        for (down, row) in (top + 2..).zip(&table.rows) {
            for ((at, column), cell) in (0..).zip(&table.columns).zip(row) {
                // A gap in the chart is an empty cell: words would be drawn as nought.
                let value =
                    if matches!(cell, Cell::Missing(_)) { Value::Blank } else { value(cell, column.unit, lang) };
                let numbers = Format::new().set_num_format(Numbers::of(column.unit).code());
                write_value(sheet, down, at, &value, if at == 0 { &text } else { &numbers })?;
            }
        }
        let count = u32::try_from(table.rows.len()).unwrap_or(0);
        sheet.insert_chart(top, 5, &native(name, top, count, chart))?;
        top += ROWS.max(count + 3);
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The chart of the numbers that begin two rows below `top`.
fn native(sheet: &str, top: u32, count: u32, chart: &Chart) -> Native {
    let unit = chart.table.columns[1].unit;
    let (first, last) = (top + 2, top + 1 + count);
    let mut native = Native::new(match chart.shape {
        Shape::Columns => ChartType::Column,
        Shape::Bars => ChartType::Bar,
        Shape::Stacked => ChartType::BarStacked,
        Shape::Parts => ChartType::Doughnut,
    });
    for (at, colour) in (1..).zip(COLOURS).take(chart.table.columns.len() - 1) {
        let series = native.add_series();
        series.set_name((sheet, top + 1, at)).set_categories((sheet, first, 0, last, 0));
        series.set_values((sheet, first, at, last, at)).set_format(&mut fill(colour));
        if chart.shape == Shape::Parts {
            let points: Vec<ChartPoint> = COLOURS.map(|colour| ChartPoint::new().set_format(&mut fill(colour))).into();
            series.set_points(&points).set_data_label(ChartDataLabel::new().show_percentage());
        } else {
            series.set_gap(60);
        }
    }
    native.title().set_name((sheet, top, 0));
    native.set_alt_text(&chart.table.title).set_width(760).set_height((ROWS - 1) * 20);
    if chart.table.columns.len() == 2 && chart.shape != Shape::Parts {
        native.legend().set_hidden();
    }
    let lies = matches!(chart.shape, Shape::Bars | Shape::Stacked);
    if lies {
        // Else the first name would stand at the bottom.
        native.y_axis().set_reverse();
    }
    if chart.shape != Shape::Parts {
        let axis = if lies { native.x_axis() } else { native.y_axis() };
        axis.set_num_format(if unit == Unit::Share { "0%" } else { "#,##0" }).set_min(0);
    }
    native
}

fn fill(colour: u32) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(colour));
    format
}
