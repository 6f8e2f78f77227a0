//! Links the addon.

fn main() {
    napi_build::setup();
    // A worker that is the only one to have loaded the addon unloads it when it ends, while the
    // threads of the tokio runtime still run its code. ELF can forbid that.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
