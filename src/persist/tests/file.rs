//! The file, on a real disk where nothing else is said.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use super::fake_disk::{FakeDisk, Plan, Verdict};
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::model::{State, Value};
use crate::persist::disk::{Disk, RealDisk};
use crate::persist::{File, Fold, Opened, Place, resolve};
use crate::store::Store;

struct Fixture {
    folder: TempDir,
    path: PathBuf,
}

impl Fixture {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("state.json");
        Self { folder, path }
    }

    fn open(&self) -> (File, Store, Vec<String>) {
        let Opened { file, state, warnings } = File::open(place(&self.path), None, now()).unwrap();
        let store = Store::new(state);
        (file, store, warnings.into_iter().map(|warning| warning.message).collect())
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(&self.folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }
}

fn place(path: &Path) -> Place {
    Place { disk: Arc::new(RealDisk), path: resolve(path) }
}

fn now() -> Now {
    Now::from_millis(1_769_680_800_000.0).unwrap()
}

/// A file on a disk in memory, saved once.
fn saved_on(disk: &FakeDisk) -> (File, Store) {
    let at = Place { disk: Arc::new(disk.clone()), path: "/folder/state.json".into() };
    let Opened { file, state, .. } = File::open(at, None, now()).unwrap();
    let store = Store::new(state);
    save(&file, &store).unwrap();
    (file, store)
}

fn save(file: &File, store: &Store) -> Result<()> {
    file.save(store, Fold::Now, || Ok(()))
}

fn set(store: &Store, name: &str, value: &str) {
    store.set_parameter(Value::String(name.into()), Value::String(value.into()), Value::Undefined, now()).unwrap();
}

#[test]
fn what_is_saved_is_loaded() {
    let fixture = Fixture::new();
    let (file, store, _) = fixture.open();
    set(&store, "__proto__", "\u{0}\u{fffd}");
    store.patch_state(Value::from_json(br#"{"ssm":{"own":[1.5]},"mine":{"a":null}}"#).unwrap(), now()).unwrap();
    save(&file, &store).unwrap();
    let (_, loaded, warnings) = fixture.open();
    assert_eq!(loaded.snapshot().unwrap().state, store.snapshot().unwrap().state);
    assert!(warnings.is_empty());
}

#[test]
fn a_save_leaves_one_file() {
    let fixture = Fixture::new();
    let (file, store, _) = fixture.open();
    set(&store, "a", "1");
    save(&file, &store).unwrap();
    assert_eq!(fixture.names(), ["state.json"]);
}

#[test]
fn a_file_that_holds_everything_is_not_written_again() {
    let fixture = Fixture::new();
    let (file, store, _) = fixture.open();
    save(&file, &store).unwrap();
    fs::write(&fixture.path, r#"{"backups":[]}"#).unwrap();
    save(&file, &store).unwrap();
    assert_eq!(fs::read_to_string(&fixture.path).unwrap(), r#"{"backups":[]}"#);
}

#[test]
fn an_edit_that_is_no_state_is_left_to_its_author_or_set_aside() {
    let fixture = Fixture::new();
    let (file, store, _) = fixture.open();
    save(&file, &store).unwrap();
    fs::write(&fixture.path, "edited by hand").unwrap();
    assert!(file.look(&store, now()).unwrap().is_some());
    assert!(file.look(&store, now()).unwrap().is_none(), "it is told once");
    set(&store, "a", "1");
    assert!(matches!(file.save(&store, Fold::Lazy, || Ok(())), Err(Error::Persistence { .. })));
    assert_eq!(fs::read_to_string(&fixture.path).unwrap(), "edited by hand");
    save(&file, &store).unwrap();
    assert_eq!(fixture.names(), ["state.json", "state.json.corrupt-1769680800000"]);
}

#[test]
fn a_save_keeps_what_another_has_saved() {
    let fixture = Fixture::new();
    let (one, one_store, _) = fixture.open();
    let (other, other_store, _) = fixture.open();
    set(&one_store, "a", "1");
    set(&other_store, "b", "1");
    save(&one, &one_store).unwrap();
    save(&other, &other_store).unwrap();
    assert!(one.look(&one_store, now()).unwrap().is_none());
    assert!(!one.is_behind(&one_store), "what was taken over is in the file");
    for store in [one_store, other_store] {
        let State { parameters, .. } = store.snapshot().unwrap().state;
        assert!(["a", "b"].iter().all(|name| parameters.get(name).is_some()));
    }
}

#[test]
fn an_edit_while_another_is_read_is_kept() {
    let disk = FakeDisk::default();
    let (file, store) = saved_on(&disk);
    set(&store, "ours", "1");
    disk.write_file("state.json", br#"{"instance":{"availabilityZone":"first"}}"#);
    disk.write_after_read("state.json", br#"{"instance":{"availabilityZone":"second edit"}}"#);
    save(&file, &store).unwrap();
    let text = String::from_utf8(disk.read(Path::new("/folder/state.json")).unwrap().0).unwrap();
    assert!(text.contains("second edit") && text.contains("ours"), "{text}");
}

#[test]
fn a_save_whose_temporary_file_somebody_removes_is_made_again() {
    let disk = FakeDisk::default();
    let (file, store) = saved_on(&disk);
    let before = disk.calls();
    set(&store, "a", "1");
    save(&file, &store).unwrap();
    // The last but one is the rename.
    let at = 2 * disk.calls() - before - 2;
    disk.plan(Plan { at, first: Verdict::Refused, then: 0, reason: ErrorKind::NotFound });
    set(&store, "a", "2");
    save(&file, &store).unwrap();
    assert!(disk.calls() > at + 2, "it was the rename that failed");
    assert!(!file.is_behind(&store));
}

#[test]
fn a_file_that_is_gone_is_written_again() {
    let fixture = Fixture::new();
    let (file, store, _) = fixture.open();
    save(&file, &store).unwrap();
    fs::remove_file(&fixture.path).unwrap();
    save(&file, &store).unwrap();
    assert_eq!(fixture.names(), ["state.json"]);
}

#[test]
fn a_part_that_the_file_lacks_has_its_default() {
    let fixture = Fixture::new();
    fs::write(&fixture.path, r#"{"ssm":{"parameters":{}},"instance":{"state":"running"}}"#).unwrap();
    let (_, store, warnings) = fixture.open();
    let state = store.snapshot().unwrap().state;
    assert_eq!((state.parameters.len(), state.backups.len(), warnings.len()), (0, 3, 0));
    assert_eq!(state.instance.instance_id, "i-mock1234567890abcdef");
}

#[test]
fn what_is_no_state_is_set_aside() {
    let wrong = [
        "",
        "null",
        "[]",
        "{",
        "{}}",
        r#"{"ssm":[]}"#,
        r#"{"backups":[{}]}"#,
        r#"{"instance":{"state":"flying"}}"#,
        r#"{"ssm":{"parameters":{"a":null}}}"#,
        r#"{"costs":{"last-month":{}}}"#,
        r#"{"faults":{"operationFailures":[]}}"#,
        "{\"a\":\"\u{1}\"}",
    ];
    for text in wrong {
        let fixture = Fixture::new();
        fs::write(&fixture.path, text).unwrap();
        let (file, store, warnings) = fixture.open();
        assert_eq!(fixture.names(), ["state.json.corrupt-1769680800000"], "{text}");
        assert_eq!(warnings.len(), 1, "{text}");
        save(&file, &store).unwrap();
        assert_eq!(fs::read_to_string(fixture.path.with_extension("json.corrupt-1769680800000")).unwrap(), text);
    }
}

#[test]
fn a_file_set_aside_takes_no_other_ones_name() {
    let fixture = Fixture::new();
    for text in ["first", "second"] {
        fs::write(&fixture.path, text).unwrap();
        fixture.open();
    }
    assert_eq!(fixture.names(), ["state.json.corrupt-1769680800000", "state.json.corrupt-1769680800000-2"]);
}

#[test]
fn a_folder_in_its_place_is_left_alone() {
    let fixture = Fixture::new();
    fs::create_dir(&fixture.path).unwrap();
    let (file, store, warnings) = fixture.open();
    assert_eq!(warnings.len(), 1);
    set(&store, "a", "1");
    assert!(matches!(save(&file, &store), Err(Error::Persistence { .. })));
    assert_eq!(fixture.names(), ["state.json"]);
    fs::remove_dir(&fixture.path).unwrap();
    save(&file, &store).unwrap();
    assert!(fs::read_to_string(&fixture.path).unwrap().contains("\"a\""));
}

#[test]
fn what_a_killed_process_left_is_removed_once_it_is_old() {
    let fixture = Fixture::new();
    let [old, young, other] = [".state.json-old.tmp", ".state.json-young.tmp", ".other.json-old.tmp"]
        .map(|name| fixture.folder.path().join(name));
    let hour = std::time::Duration::from_secs(3600);
    for path in [&old, &young, &other] {
        let file = fs::File::create(path).unwrap();
        if path != &young {
            file.set_modified(std::time::SystemTime::now() - hour).unwrap();
        }
    }
    fixture.open();
    assert_eq!([old, young, other].map(|path| path.exists()), [false, true, true]);
}

#[test]
fn a_folder_that_is_missing_is_made_but_one_that_is_taken_away_is_not() {
    let fixture = Fixture::new();
    let folder = fixture.folder.path().join("a/b");
    let opened = File::open(place(&folder.join("state.json")), None, now()).unwrap();
    save(&opened.file, &Store::new(opened.state)).unwrap();
    let Opened { file, state, .. } = File::open(place(&folder.join("state.json")), None, now()).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    assert!(matches!(save(&file, &Store::new(state)), Err(Error::Persistence { .. })));
    assert!(!folder.exists());
}

#[test]
fn an_edit_is_taken_over_by_the_next_who_opens_the_file() {
    let fixture = Fixture::new();
    let (file, store, _) = fixture.open();
    save(&file, &store).unwrap();
    fs::write(&fixture.path, r#"{"backups":[]}"#).unwrap();
    file.refresh(&store, None, now()).unwrap();
    assert_eq!(store.snapshot().unwrap().state.backups.len(), 0);
    assert!(!file.is_behind(&store));
    fs::remove_file(&fixture.path).unwrap();
    file.refresh(&store, None, now()).unwrap();
    assert_eq!(store.snapshot().unwrap().state.backups.len(), 3);
}

#[test]
fn an_edit_does_not_undo_what_is_still_to_be_saved() {
    let fixture = Fixture::new();
    let (file, store, _) = fixture.open();
    set(&store, "a", "1");
    fs::write(&fixture.path, "{}").unwrap();
    file.refresh(&store, None, now()).unwrap();
    assert!(store.snapshot().unwrap().state.parameters.get("a").is_some());
    save(&file, &store).unwrap();
    assert!(fs::read_to_string(&fixture.path).unwrap().contains("\"a\""));
}

#[test]
fn more_changes_than_are_remembered_are_laid_over_an_edit_all_the_same() {
    let fixture = Fixture::new();
    let (file, store, _) = fixture.open();
    set(&store, "first", "1");
    for _ in 0..3 {
        set(&store, "large", &"x".repeat(1 << 20));
    }
    fs::write(&fixture.path, r#"{"backups":[],"ssm":{"parameters":{}}}"#).unwrap();
    file.look(&store, now()).unwrap();
    let State { parameters, backups, .. } = store.snapshot().unwrap().state;
    assert_eq!((parameters.len(), backups.len()), (2, 0));
}

#[test]
fn a_reset_overrules_an_edit() {
    let fixture = Fixture::new();
    let (file, store, _) = fixture.open();
    store.reset_state(&crate::store::Options::default(), now()).unwrap();
    fs::write(&fixture.path, r#"{"backups":[]}"#).unwrap();
    file.look(&store, now()).unwrap();
    assert_eq!(store.snapshot().unwrap().state.backups.len(), 3);
}

#[test]
fn what_was_removed_stays_removed() {
    let fixture = Fixture::new();
    let (file, store, _) = fixture.open();
    let removal = br#"{"instance":{"availabilityZone":null,"blockDeviceMappings":null}}"#;
    store.patch_state(Value::from_json(removal).unwrap(), now()).unwrap();
    save(&file, &store).unwrap();
    let initial = Value::from_json(br#"{"instance":{"ours":1},"ours":1}"#).unwrap();
    let opened = File::open(place(&fixture.path), Some(&initial), now()).unwrap();
    assert_eq!(opened.state, store.snapshot().unwrap().state);
}

#[test]
fn half_a_surrogate_pair_is_replaced() {
    let fixture = Fixture::new();
    let parameter = |value: &str| format!(r#"{{"value":"{value}","type":"String","lastModified":""}}"#);
    let [halves, pair, text] = [r"\ud83d-\uDE00-\ud83d", r"\ud83d\ude00", r"\\ud83d"].map(parameter);
    fs::write(&fixture.path, format!(r#"{{"ssm":{{"parameters":{{"a":{halves},"b":{pair},"c":{text}}}}}}}"#)).unwrap();
    let (_, store, warnings) = fixture.open();
    let state = store.snapshot().unwrap().state;
    let values: Vec<_> = state.parameters.iter().map(|(_, parameter)| parameter.value.as_str()).collect();
    assert_eq!((values, warnings.len()), (vec!["\u{fffd}-\u{fffd}-\u{fffd}", "\u{1f600}", r"\ud83d"], 0));
}

#[test]
fn a_path_has_one_place_however_it_is_written() {
    let fixture = Fixture::new();
    let roundabout = fixture.folder.path().join("missing/../.").join("state.json");
    assert_eq!(resolve(&roundabout), resolve(&fixture.path));
}

#[test]
fn a_byte_order_mark_is_no_harm() {
    let fixture = Fixture::new();
    fs::write(&fixture.path, "\u{feff}{}").unwrap();
    assert!(fixture.open().2.is_empty());
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let fixture = Fixture::new();
    let target = fixture.folder.path().join("elsewhere.json");
    fs::write(&target, "{}").unwrap();
    std::os::unix::fs::symlink(&target, &fixture.path).unwrap();
    let (file, store, _) = fixture.open();
    set(&store, "a", "1");
    save(&file, &store).unwrap();
    assert!(fixture.path.symlink_metadata().unwrap().is_symlink());
    assert!(fs::read_to_string(&target).unwrap().contains("\"a\""));
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_where_the_file_will_be() {
    let fixture = Fixture::new();
    let target = fixture.folder.path().join("elsewhere.json");
    std::os::unix::fs::symlink("elsewhere.json", &fixture.path).unwrap();
    let (file, store, _) = fixture.open();
    save(&file, &store).unwrap();
    assert!(target.is_file() && fixture.path.is_symlink());
}

#[cfg(unix)]
#[test]
fn a_device_that_takes_its_place_later_is_left_alone_too() {
    let fixture = Fixture::new();
    let (file, store, _) = fixture.open();
    save(&file, &store).unwrap();
    fs::remove_file(&fixture.path).unwrap();
    std::os::unix::fs::symlink("/dev/null", &fixture.path).unwrap();
    assert!(file.refresh(&store, None, now()).unwrap().is_some());
    set(&store, "a", "1");
    assert!(matches!(save(&file, &store), Err(Error::Persistence { .. })));
    assert!(fixture.path.is_symlink());
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new();
    fs::write(&fixture.path, "{}").unwrap();
    fs::set_permissions(&fixture.path, fs::Permissions::from_mode(0o644)).unwrap();
    let (file, store, _) = fixture.open();
    set(&store, "a", "1");
    save(&file, &store).unwrap();
    assert_eq!(fixture.path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}
