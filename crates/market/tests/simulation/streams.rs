//! What the streams of random numbers promise: blocks and purposes apart, the same bits everywhere.

use crate::sample::{
    block, coarse, diffusion, fine, models, simulation, with_everything, with_jumps, with_shocks,
};
use rehedge_kernels::{InstructionSet, LANES, Row};
use rehedge_market::{Arrivals, Model, PathBlock, PathSource, Simulation, Track};

/// Everything in a block but padding's meaning: bits of every row, and masks.
fn bits(block: &PathBlock, steps: usize) -> Vec<u64> {
    let track = |track: &Track| (0..=steps).map(|step| *track.at(step)).collect::<Vec<_>>();
    let mut rows: Vec<Row> = [&block.spot[..], &block.log_spot[..]].concat();
    rows.extend(track(&block.volatility));
    rows.extend(block.implied.iter().flat_map(track));
    let numbers = rows.iter().flat_map(|row| row.0).map(f64::to_bits);
    numbers.chain(block.jumped.iter().copied()).chain([block.valid as u64]).collect()
}

/// A block of a simulation with a seed and a number of paths of its own.
fn seeded(model: &Model, seed: u64, paths: usize, number: usize) -> PathBlock {
    block(&Simulation::new(model.clone(), fine(), paths, seed, vec![31, 63]).unwrap(), number)
}

/// The normal number of each step, whatever the ingredients: jumps must be absent on the step.
fn normal(block: &PathBlock, step: usize, lane: usize, compensator: f64) -> f64 {
    let dt = 1.0 / 252.0;
    let sd = block.volatility.at(step)[lane] * f64::sqrt(dt);
    let moved = block.log_spot[step + 1][lane] - block.log_spot[step][lane];
    (moved - (0.07 - compensator) * dt + 0.5 * sd * sd) / sd
}

/// Jumps and shocks, on or off, leave every diffusion draw as it was. The draws are read off the
/// log spots, about 4, so to 4e-16·4 over a daily deviation of 0.0126, and several roundings.
#[test]
fn ingredients_leave_the_diffusion_alone() {
    let compensator = 4.0 * ((-0.07_f64 + 0.5 * 0.09 * 0.09).exp() - 1.0);
    for number in [0, 7] {
        let plain = block(&simulation(&diffusion(), fine()), number);
        for (name, model) in models() {
            let compensator = if model.jumps.is_some() { compensator } else { 0.0 };
            let other = block(&simulation(&model, fine()), number);
            let mut compared = 0;
            for step in 0..63 {
                for lane in (0..LANES).filter(|lane| other.jumped[step] >> lane & 1 == 0) {
                    let drawn = normal(&plain, step, lane, 0.0);
                    let again = normal(&other, step, lane, compensator);
                    assert!((drawn - again).abs() < 1e-12, "{name} {step}: {drawn} {again}");
                    compared += 1;
                }
            }
            assert!(compared > 3800, "{name}: {compared}");
        }
    }
}

/// Jumps do not know of shocks, nor shocks of jumps.
#[test]
fn jumps_and_shocks_leave_each_other_alone() {
    let [jumps, shocks, both] = [with_jumps(), with_shocks(), with_everything()]
        .map(|model| block(&simulation(&model, fine()), 4));
    assert!(jumps.jumped.iter().any(|mask| *mask != 0));
    assert_eq!(jumps.jumped, both.jumped);
    for step in 0..=63 {
        assert_eq!(shocks.volatility.at(step), both.volatility.at(step));
        assert_eq!(shocks.implied(1).at(step), both.implied(1).at(step));
    }
}

/// The size of jumps leaves their times.
#[test]
fn sizes_leave_times_alone() {
    let larger = Arrivals::new(4.0, 0.3, 0.01).unwrap();
    let larger = Model { jumps: Some(larger), ..diffusion() };
    let [small, large] = [with_jumps(), larger].map(|model| block(&simulation(&model, fine()), 4));
    assert_eq!(small.jumped, large.jumped);
    assert_ne!(small.log_spot, large.log_spot);
}

/// A block depends on its number alone: not on those before it, nor on what its memory held.
#[test]
fn blocks_do_not_depend_on_their_order() {
    for (_, model) in models() {
        let source = simulation(&model, fine());
        let fresh: Vec<_> = [0, 1, 9].iter().map(|&n| bits(&block(&source, n), 63)).collect();
        let mut reused = source.allocate();
        for (place, number) in [(2, 9), (0, 0), (1, 1), (2, 9), (0, 0)] {
            source.fill(number, InstructionSet::best(), &mut reused);
            assert_eq!(bits(&reused, 63), fresh[place], "block {number}");
        }
        assert_ne!(fresh[0], fresh[1]);
    }
}

/// Fewer paths are the first of more.
#[test]
fn fewer_paths_are_a_prefix() {
    for (_, model) in models() {
        let (many, few) = (seeded(&model, 3, 1000, 1), seeded(&model, 3, 70, 1));
        assert_eq!((many.valid, few.valid), (64, 6));
        for lane in 0..6 {
            for step in 0..=63 {
                assert_eq!(many.spot[step][lane], few.spot[step][lane]);
                assert_eq!(many.volatility.at(step)[lane], few.volatility.at(step)[lane]);
                assert_eq!(many.implied(1).at(step)[lane], few.implied(1).at(step)[lane]);
            }
        }
    }
}

#[test]
fn instruction_sets_give_the_same_bits() {
    for (name, model) in models() {
        for grid in [coarse(), fine()] {
            let source = simulation(&model, grid);
            for number in [0, 1, 2, 3000] {
                let mut reference = source.allocate();
                source.fill(number, InstructionSet::Baseline, &mut reference);
                for set in InstructionSet::available() {
                    let mut block = source.allocate();
                    source.fill(number, set, &mut block);
                    let steps = grid.steps();
                    assert!(bits(&block, steps) == bits(&reference, steps), "{name}, {set}");
                }
            }
        }
    }
}

/// Every seed is a seed, 0 among them: the same again, and unlike the others.
#[test]
fn seeds() {
    for (_, model) in models() {
        let of_seed = |seed| seeded(&model, seed, 64, 0);
        for seed in [0, 1, 2, u64::MAX] {
            assert_eq!(bits(&of_seed(seed), 63), bits(&of_seed(seed), 63));
        }
        for (one, other) in [(0, 1), (1, 2), (0, u64::MAX)] {
            let (one, other) = (of_seed(one), of_seed(other));
            let same = (0..LANES).filter(|&lane| one.spot[1][lane] == other.spot[1][lane]);
            assert_eq!(same.count(), 0);
            if model.jumps.is_some() {
                assert_ne!(one.jumped, other.jumped);
            }
            if model.shocks.is_some() {
                assert_ne!(one.volatility.at(63), other.volatility.at(63));
            }
        }
    }
}

/// Lanes beyond the last path are numbers like any other: arithmetic on them is harmless.
#[test]
fn padding_is_finite() {
    for (_, model) in models() {
        let block = seeded(&model, 11, 65, 1);
        assert_eq!(block.valid, 1);
        for step in 0..=63 {
            let rows = [
                &block.spot[step],
                &block.log_spot[step],
                block.volatility.at(step),
                block.implied(1).at(step),
            ];
            assert!(rows.iter().flat_map(|row| row.0).all(f64::is_finite));
            assert!(block.spot[step].iter().all(|spot| *spot > 0.0));
        }
    }
}

/// Every path starts at the spot.
#[test]
fn paths_start_at_the_spot() {
    let block = block(&simulation(&with_everything(), fine()), 2);
    assert_eq!(block.spot[0], Row::splat(80.0));
    assert_eq!(block.log_spot[0], Row::splat(rehedge_kernels::ln(80.0)));
    assert_eq!((block.spot.len(), block.log_spot.len(), block.jumped.len()), (64, 64, 63));
}

/// FNV-1a of all bits of a block.
fn hash(block: &PathBlock) -> u64 {
    bits(block, 63)
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, bits| (hash ^ bits).wrapping_mul(0x0100_0000_01b3))
}

/// A value-breaking change if any of these moves: the streams, the transforms, `LANES`, the order
/// of the draws and the special functions are all part of the contract.
#[test]
fn values_are_stable() {
    let spots = |model: &Model| {
        let (first, later) = (seeded(model, 7, 1000, 0), seeded(model, 7, 1000, 5));
        let places = [(&first, 1, 0), (&first, 1, 1), (&first, 63, 0), (&later, 63, 63)];
        places.map(|(block, step, lane)| block.spot[step][lane])
    };
    assert_eq!(
        spots(&diffusion()),
        [78.986_972_094_479_94, 79.821_630_999_735_39, 81.960_782_061_735_39, 90.807_241_304_191_4]
    );
    assert_eq!(
        spots(&with_jumps()),
        [79.067_030_614_631_72, 79.902_535_501_889_2, 77.474_038_545_509_57, 96.791_711_001_718_75]
    );
    assert_eq!(
        spots(&with_shocks()),
        [
            78.986_972_094_479_94,
            79.821_630_999_735_39,
            81.960_782_061_735_39,
            90.937_890_004_475_56
        ]
    );
    assert_eq!(
        spots(&with_everything()),
        [79.067_030_614_631_72, 79.902_535_501_889_2, 77.474_038_545_509_57, 96.930_969_843_404_1]
    );
    let hashes = models().map(|(_, model)| hash(&seeded(&model, 7, 1000, 5)));
    assert_eq!(
        hashes,
        [
            0x4ee2_1e0e_3e1f_563c,
            0x01ca_b608_d0db_70eb,
            0x2aac_baee_8fc9_b7de,
            0x6d9b_523e_da27_e2a2
        ],
        "{hashes:#x?}"
    );
}
