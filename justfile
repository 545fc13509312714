# The verbs of this house. `just` alone lists them; each is one command that also works without just.

set shell := ["bash", "-euo", "pipefail", "-c"]

# list the verbs
_list:
    @just --list --unsorted

# build what is missing and open the demonstration (fictitious figures) on loopback
demo *ARGS:
    scripts/demo {{ ARGS }}

# every check: format, tests on both engines, browser tests, lints
test:
    scripts/test

# every check exactly as CI runs it: nothing may be skipped
ci:
    .ci/run

# write the code in the house's format
fmt:
    cargo fmt

# lints as errors
lint:
    cargo clippy --workspace --all-targets -- -D warnings

# whether LibreOffice, the Open XML SDK, poppler and PDFBox see in our papers what we wrote
office-check:
    scripts/office-check

# draw the pictures of the first pages of official documents anew, then look at them (crates/press/tests/looks)
office-update:
    UPDATE=1 scripts/office-check

# the rules of the house only: arrows, purity, file sizes, the code map
tidy:
    cargo test -p testkit --test tidy

# tests of one room, on SQLite alone: just room criteria
room NAME *ARGS:
    cargo test -p {{ NAME }} {{ ARGS }}

# the law's tables and the linter of law packs
packs-check:
    cargo test -p criteria

# ask the rules of who may do what everything, with every class of fields and every tier, and a million random cases
matrix CASES="1000000":
    ANLANH_WHOLE_MATRIX=1 ANLANH_POLICY_CASES={{ CASES }} cargo test -p policy --test it -- --nocapture

# change the code of who may do what in one place at a time and look whether a test notices (needs cargo-mutants)
mutants *ARGS:
    scripts/mutants {{ ARGS }}

# write docs/access/matrix.txt anew after a rule changed; then read the diff
matrix-update:
    UPDATE=1 cargo test -p policy --test it the_checked_in_matrix

# write who may use which address anew (crates/web/routes.txt), then read the difference
routes-update:
    UPDATE=1 cargo test -p web --test it the_table_of_routes

# work out packs/PUBLISHED anew and show it, after a new pack was added
packs-published:
    -cargo test -p criteria published_packs_are_as_they_were

# measure at the size of the nation, each line with its budget (ARCHITECTURE.md); an error where one is over: just bench -p app --bench reports
bench *ARGS:
    cargo bench {{ if ARGS == "" { "--workspace --no-fail-fast" } else { ARGS } }}

# kill the writer at random instants, on SQLite (and on PostgreSQL with TEST_PG_URL): just crash 1000
crash KILLS="200":
    ANLANH_KILLS={{ KILLS }} cargo test -p cli --test it crash -- --nocapture

# kill migrations of each older schema at random instants: just migrations 100
migrations KILLS="100":
    ANLANH_KILLS={{ KILLS }} cargo test -p store --test contract a_killed_migration -- --nocapture

# kill rotations of keys at random instants until so many were killed: just rotations 200
rotations KILLS="200":
    ANLANH_KILLS={{ KILLS }} cargo test -p cli --test it keyring -- --nocapture

# cut the power at chance instants on a disk that forgets what was not synced: just powercut 1000
powercut CUTS="300":
    ANLANH_CUTS={{ CUTS }} cargo test -p cli --test it powercut -- --nocapture

# make every sync, write, open and truncation fail in turn, and fill a small disk (needs strace; the disk needs root)
faults:
    ANLANH_FAULTS=all cargo test -p cli --test it faults -- --nocapture

# hostile requests against the API, so many cases an operation and seconds on each engine (20,000 cases and more)
fuzz CASES="3000" SECONDS="1200":
    scripts/fuzz api {{ CASES }} {{ SECONDS }} standing_office file_officer committee_chair provincial_department ministry_viewer protection_officer auditor platform_admin

# every reader of outside bytes under libFuzzer, so many seconds each (nightly Rust, cargo-fuzz)
fuzz-readers SECONDS="60":
    scripts/fuzz readers {{ SECONDS }}

# build the style sheet, the script and the icon when their sources changed
assets:
    scripts/front-end

# every page with every sample as files, to look at without a server: just gallery target/gallery
gallery FOLDER="target/gallery":
    scripts/front-end
    cargo run -p pages --example gallery -- {{ FOLDER }}

# licences, advisories and banned crates (needs cargo-deny)
deny:
    cargo deny check

# the Rust documentation of every room, private items too
docs:
    cargo doc --workspace --no-deps --document-private-items
