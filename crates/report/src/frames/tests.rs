use super::*;
use crate::statistics::tests::{hedges, run};
use crate::{HedgeSummary, Statistics};
use polars::prelude::DataType;
use polars_io::SerReader as _;
use polars_io::csv::read::CsvReadOptions;
use polars_io::parquet::read::ParquetReader;
use rehedge_engine::{Component, LedgerEntry, Moments, PnlBlock, Profile, ProfilePoint};
use std::io::{Cursor, Write};
use std::sync::{Arc, Mutex};

fn read_parquet(bytes: &[u8]) -> DataFrame {
    ParquetReader::new(Cursor::new(bytes)).set_rechunk(true).finish().unwrap()
}

fn numbers_of(frame: &DataFrame, column: &str) -> Vec<f64> {
    frame.column(column).unwrap().f64().unwrap().iter().map(Option::unwrap).collect()
}

fn titles(frame: &DataFrame) -> Vec<String> {
    frame.get_column_names_owned().iter().map(ToString::to_string).collect()
}

/// A `Write` whose bytes can be had after it was given away.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn written(blocks: &[PnlBlock], start_dates: Option<Vec<i32>>) -> Vec<u8> {
    let out = Shared::default();
    let layout = PnlLayout::new(hedges(), start_dates).unwrap();
    let mut writer = PnlWriter::new(Box::new(out.clone()), &layout).unwrap();
    let full = |from: &usize, to: usize| layout.fill_a_group(&blocks[*from..to]);
    let mut from = 0;
    for to in 1..=blocks.len() {
        if full(&from, to) || to == blocks.len() {
            writer.write(&layout.encode(&blocks[from..to]).unwrap()).unwrap();
            from = to;
        }
    }
    let size = writer.finish().unwrap();
    let bytes = out.0.lock().unwrap().clone();
    assert_eq!(size, bytes.len() as u64);
    bytes
}

fn summaries() -> Vec<HedgeSummary> {
    let mut statistics = Statistics::new(&hedges(), crate::Dependence::Independent);
    for block in run(300) {
        statistics.add(&block);
    }
    statistics.summaries(1)
}

#[test]
fn the_columns_of_the_summary() {
    let frame = summary_frame(&summaries()).unwrap();
    let expected = "hedge paths pnl_mean pnl_mean_se pnl_sd pnl_sd_se pnl_skew pnl_excess_kurtosis \
        pnl_min pnl_p01 pnl_p05 pnl_p50 pnl_p95 pnl_p99 pnl_max es_95 es_99 cost_mean cost_mean_se \
        turnover_mean trades_mean delta_mean delta_sd gamma_mean gamma_sd theta_mean theta_sd \
        vega_mean vega_sd vanna_mean vanna_sd volga_mean volga_sd gap_mean gap_sd residual_mean \
        residual_sd entry_mean entry_sd financing_mean financing_sd dividend_mean dividend_sd \
        spread_mean spread_sd fee_mean fee_sd impact_mean impact_sd";
    assert_eq!(titles(&frame), expected.split_whitespace().collect::<Vec<_>>());
    let s = &summaries()[1];
    let values = [
        s.pnl_mean,
        s.pnl_mean_se,
        s.pnl_sd,
        s.pnl_sd_se,
        s.pnl_skew,
        s.pnl_excess_kurtosis,
        s.pnl_min,
        s.pnl_p01,
        s.pnl_p05,
        s.pnl_p50,
        s.pnl_p95,
        s.pnl_p99,
        s.pnl_max,
        s.es_95,
        s.es_99,
        s.cost_mean,
        s.cost_mean_se,
        s.turnover_mean,
        s.trades_mean,
    ];
    let components = s.components.iter().flat_map(|spread| [spread.mean, spread.sd]);
    let written = titles(&frame).split_off(2);
    for (name, value) in written.iter().zip(values.into_iter().chain(components)) {
        assert_eq!(numbers_of(&frame, name)[1], value, "{name}");
    }
}

#[test]
fn a_summary_is_read_back_bit_by_bit() {
    let mut frame = summary_frame(&summaries()).unwrap();
    assert!(read_parquet(&parquet_bytes(&mut frame).unwrap()).equals(&frame));
    let csv = csv_bytes(&mut frame).unwrap();
    let back = CsvReadOptions::default().into_reader_with_file_handle(Cursor::new(csv));
    assert!(back.finish().unwrap().equals(&frame));
}

#[test]
fn csv_numbers_are_the_shortest() {
    let values = vec![0.1, 1.0 / 3.0, -2.0, 0.0, 1e-7, 123_456.789];
    let mut frame = DataFrame::new(6, vec![numbers("x", values)]).unwrap();
    let text = String::from_utf8(csv_bytes(&mut frame).unwrap()).unwrap();
    assert_eq!(text, "x\n0.1\n0.3333333333333333\n-2.0\n0.0\n1e-7\n123456.789\n");
}

/// A number of a block by hedge and lane.
type Read = fn(&PnlBlock, usize, usize) -> f64;

#[test]
fn pnl_is_read_back_bit_by_bit() {
    // More than one row group: 2 × 40 000 rows, and a last block that is not full.
    let blocks = run(40_007);
    let frame = read_parquet(&written(&blocks, None));
    assert_eq!(frame.height(), 80_014);
    let hedge = frame.column("hedge").unwrap().str().unwrap();
    let path = frame.column("path").unwrap().i64().unwrap();
    let trades = frame.column("trades").unwrap().i32().unwrap();
    let columns: [(Vec<f64>, Read); 5] = [
        (numbers_of(&frame, "pnl"), |b, h, i| b.hedges[h].pnl[i]),
        (numbers_of(&frame, "delta"), |b, h, i| b.hedges[h].components[0][i]),
        (numbers_of(&frame, "impact"), |b, h, i| b.hedges[h].components[13][i]),
        (numbers_of(&frame, "turnover"), |b, h, i| b.hedges[h].turnover[i]),
        (numbers_of(&frame, "spot_final"), |b, _, i| b.spot_final[i]),
    ];
    let charges = ["spread", "fee", "impact", "cost"].map(|name| numbers_of(&frame, name));
    let mut seen = vec![[false; 2]; 40_007];
    for row in 0..frame.height() {
        let (h, p) =
            (usize::from(hedge.get(row) != Some("daily")), path.get(row).unwrap() as usize);
        assert!(!std::mem::replace(&mut seen[p][h], true));
        let block = &blocks[p / 64];
        for (values, of) in &columns {
            assert_eq!(values[row].to_bits(), of(block, h, p % 64).to_bits());
        }
        assert_eq!(f64::from(trades.get(row).unwrap()), block.hedges[h].trades[p % 64]);
        let [spread, fee, impact, cost] = charges.each_ref().map(|values| values[row]);
        assert_eq!(cost, -(spread + fee + impact));
    }
}

#[test]
fn the_columns_of_pnl() {
    let plain = "hedge path pnl delta gamma theta vega vanna volga gap residual entry financing \
        dividend spread fee impact cost turnover trades spot_final";
    assert_eq!(titles(&read_parquet(&written(&run(3), None))).join(" "), plain);
    let dated = read_parquet(&written(&run(3), Some(vec![11_575, 11_582, 11_583])));
    assert_eq!(titles(&dated).join(" "), format!("{plain} start_date"));
    let column = dated.column("start_date").unwrap();
    assert_eq!(column.dtype(), &DataType::Date);
    let days: Vec<i32> = column.date().unwrap().physical().iter().flatten().collect();
    assert_eq!(days, [11_575, 11_582, 11_583, 11_575, 11_582, 11_583]);
}

#[test]
fn a_run_without_paths_has_columns_and_no_rows() {
    let frame = read_parquet(&written(&[], None));
    assert_eq!((frame.height(), frame.width()), (0, 21));
    assert_eq!(summary_frame(&[]).unwrap().height(), 0);
}

#[test]
fn a_free_hedge_costs_nothing_rather_than_minus_nothing() {
    let mut blocks = run(1);
    for component in [Component::Spread, Component::Fee, Component::Impact] {
        blocks[0].hedges[0].components[component as usize][0] = 0.0;
    }
    let costs = numbers_of(&read_parquet(&written(&blocks, None)), "cost");
    assert_eq!(costs[0].to_bits(), 0.0f64.to_bits());
}

#[test]
fn the_same_blocks_give_the_same_bytes() {
    let blocks = run(500);
    assert_eq!(written(&blocks, None), written(&blocks, None));
    let bytes = || parquet_bytes(&mut summary_frame(&summaries()).unwrap()).unwrap();
    assert_eq!(bytes(), bytes());
}

#[test]
fn blocks_that_do_not_fit() {
    let mut blocks = run(100);
    let refusal = |dates, blocks: &[PnlBlock]| {
        let encoded = PnlLayout::new(hedges(), dates).unwrap().encode(blocks);
        encoded.err().unwrap()
    };
    let error = refusal(Some(vec![0; 64]), &blocks);
    assert_eq!(error.to_string(), "path 99 has no start date: 64 dates were given");
    blocks[0].hedges.pop();
    let error = refusal(None, &blocks);
    assert_eq!(error.to_string(), "a block of 1 hedges where 2 are named");
}

#[test]
fn a_full_disk_is_an_error() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let layout = PnlLayout::new(hedges(), None).unwrap();
    let outcome = PnlWriter::new(Box::new(Full), &layout).and_then(|mut writer| {
        writer.write(&layout.encode(&run(1))?)?;
        writer.finish()
    });
    assert!(outcome.unwrap_err().to_string().starts_with("cannot write P&L: "));
}

#[test]
fn row_groups_are_made_on_many_threads() {
    fn sendable<T: Send>() {}
    fn shareable<T: Sync>() {}
    sendable::<PnlWriter>();
    sendable::<PnlGroup>();
    shareable::<PnlLayout>();
}

#[test]
fn a_profile_has_a_row_per_hedge_and_step() {
    let point = |k: f64| ProfilePoint {
        pnl: Moments { count: 5.0, mean: k, squares: 4.0 * k * k },
        components: std::array::from_fn(|c| k + c as f64),
    };
    let profile =
        Profile { hedges: vec![vec![point(1.0), point(2.0)], vec![point(3.0), point(4.0)]] };
    let frame = profile_frame(&profile, &hedges(), &[0.0, 0.25]).unwrap();
    let components = Component::ALL.map(|c| format!("{}_mean", c.name())).join(" ");
    assert_eq!(
        titles(&frame).join(" "),
        format!("hedge step time_years {components} pnl_mean pnl_sd")
    );
    assert_eq!(numbers_of(&frame, "time_years"), [0.0, 0.25, 0.0, 0.25]);
    assert_eq!(numbers_of(&frame, "gamma_mean"), [2.0, 3.0, 4.0, 5.0]);
    assert_eq!(numbers_of(&frame, "pnl_sd"), [1.0, 2.0, 3.0, 4.0]);
    let hedge: Vec<&str> = frame.column("hedge").unwrap().str().unwrap().iter().flatten().collect();
    assert_eq!(hedge, ["daily", "daily", "weekly, cheap", "weekly, cheap"]);
}

/// Entries of two hedges, two paths and three steps, every number different.
fn entries() -> Vec<LedgerEntry> {
    let keys = [0, 1]
        .into_iter()
        .flat_map(|h| [4, 9].into_iter().flat_map(move |p| (0..3).map(move |s| (h, p, s))));
    keys.map(|(hedge, path, step)| {
        let mut entry =
            LedgerEntry { hedge, path, step, jumped: step == 1, ..LedgerEntry::default() };
        let base = (hedge * 100 + path * 10 + step) as f64;
        for (k, (_, _, field)) in super::ledger::NUMBERS.into_iter().enumerate() {
            *field(&mut entry) = base + 0.1 * k as f64;
        }
        entry.components = std::array::from_fn(|c| -base - 0.01 * c as f64);
        entry
    })
    .collect()
}

#[test]
fn the_columns_of_the_ledger() {
    let frame = ledger_frame(&entries(), &hedges()).unwrap();
    let components = Component::ALL.map(|c| format!("{}_pnl", c.name())).join(" ");
    let expected = format!(
        "hedge path step time_years spot implied_volatility path_volatility book_value delta gamma \
         theta vega target trade holding settlement cash wealth {components} jumped"
    );
    assert_eq!(titles(&frame).join(" "), expected);
}

#[test]
fn the_numbers_of_the_ledger_stand_under_their_names() {
    let entries = entries();
    let frame = ledger_frame(&entries, &hedges()).unwrap();
    let read = |e: &LedgerEntry| {
        let LedgerEntry { time, spot, implied_volatility, path_volatility, book_value, .. } = *e;
        let LedgerEntry { delta, gamma, theta, vega, target, trade, holding, cash, wealth, .. } =
            *e;
        [
            ("time_years", time),
            ("spot", spot),
            ("implied_volatility", implied_volatility),
            ("path_volatility", path_volatility),
            ("book_value", book_value),
            ("delta", delta),
            ("gamma", gamma),
            ("theta", theta),
            ("vega", vega),
            ("target", target),
            ("trade", trade),
            ("holding", holding),
            ("settlement", e.settlement),
            ("cash", cash),
            ("wealth", wealth),
            ("vega_pnl", e.components[Component::Vega as usize]),
            ("impact_pnl", e.components[Component::Impact as usize]),
        ]
    };
    for (row, entry) in entries.iter().enumerate() {
        for (name, value) in read(entry) {
            assert_eq!(numbers_of(&frame, name)[row], value, "{name}");
        }
    }
}

#[test]
fn a_ledger_is_read_back() {
    let bytes = parquet_bytes(&mut ledger_frame(&entries(), &hedges()).unwrap()).unwrap();
    for (hedge, name) in hedges().iter().enumerate() {
        for path in [4, 9] {
            let expected: Vec<LedgerEntry> =
                entries().into_iter().filter(|e| e.hedge == hedge && e.path == path).collect();
            assert_eq!(read_ledger(&bytes, name, path).unwrap(), expected);
        }
    }
}

#[test]
fn what_the_ledger_does_not_have() {
    let bytes = parquet_bytes(&mut ledger_frame(&entries(), &hedges()).unwrap()).unwrap();
    let said = |hedge, path| read_ledger(&bytes, hedge, path).unwrap_err().to_string();
    assert_eq!(
        said("hourly", 4),
        r#"the ledger has no hedge "hourly"; it has "daily", "weekly, cheap""#
    );
    assert_eq!(said("daily", 5), "the ledger has no path 5; it has 4, 9");
    let error = read_ledger(b"hedge,path\n", "daily", 4).unwrap_err().to_string();
    assert!(error.starts_with("not a ledger: "));
    let other = parquet_bytes(&mut summary_frame(&summaries()).unwrap()).unwrap();
    assert!(matches!(read_ledger(&other, "daily", 4), Err(LedgerError::NotALedger(_))));
}
