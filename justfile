# Everyday commands. `just` lists them; each is one line of shell that also works without just.

_list:
    @just --list --unsorted

# Format, lint and test: what to run before a commit
check: fmt lint test

# Format the code
fmt:
    cargo fmt --all

# Lint the binary with its tests, and the library as it is built for other programs
lint:
    cargo clippy --all-targets -- -D warnings
    cargo clippy --lib --no-default-features -- -D warnings

# Run the tests; new snapshots are not accepted by themselves
test *ARGS:
    INSTA_UPDATE=no cargo test {{ ARGS }}

# Run the tests and look at each snapshot that changed (cargo install cargo-insta)
review *ARGS:
    cargo insta test --review {{ ARGS }}

# Compile the smallest example for one target: cloudformation or terraform
example TARGET="cloudformation":
    cargo run --release -- build examples/webhook.yaml --target {{ TARGET }}

# Write the JSON Schema and the generated pages anew
generate:
    UPDATE=1 cargo test --test schema --test generated

# Measure
bench *ARGS:
    cargo bench {{ ARGS }}

# Open the documentation of the library
doc:
    cargo doc --no-deps --open

# Deploy to engines on this machine and send requests (needs python3; see e2e/)
e2e *PARTS:
    e2e/run {{ PARTS }}

# Look at dependencies: licences, advisories, sources (cargo install cargo-deny)
deny:
    cargo deny check

# Everything that continuous integration runs
ci:
    .ci/run
