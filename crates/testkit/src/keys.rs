//! Keys at the top that live as long as a test, and randomness that is the same each time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use vault::seal::{NoRandomness, Secret};
use vault::wrap::files::{FilesFault, KeyFiles, KeyName, KeySet};

/// Random bytes that a seed decides (`SplitMix64`): no two calls give the same, two runs do.
pub fn random(seed: u64) -> impl Fn(&mut [u8]) -> Result<(), NoRandomness> + Send + Sync {
    let state = AtomicU64::new(seed);
    move |bytes| {
        for chunk in bytes.chunks_mut(8) {
            let mut z = state.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            for (to, from) in chunk.iter_mut().zip((z ^ (z >> 31)).to_le_bytes()) {
                *to = from;
            }
        }
        Ok(())
    }
}

/// Key files without files. Clones share them, as two programs share a folder.
#[derive(Clone, Default)]
pub struct MemoryKeys(Arc<Mutex<BTreeMap<KeyName, Secret>>>);

impl MemoryKeys {
    /// A root, the first epoch and the national key.
    pub fn new() -> Self {
        let keys = Self::default();
        let fill = random(0x6b65_7973);
        let fresh = || {
            let mut bytes = [0; Secret::BYTES];
            fill(&mut bytes).expect("never fails");
            Secret::new(bytes)
        };
        let root = fresh();
        keys.files().insert(KeyName::Root(root.id()), root);
        keys.files().insert(KeyName::Epoch(1), fresh());
        keys.files().insert(KeyName::National, fresh());
        keys
    }

    /// What files there are.
    pub fn names(&self) -> Vec<KeyName> {
        self.files().keys().copied().collect()
    }

    /// Takes a file away, as an accident would; what was in it.
    pub fn lose(&self, name: KeyName) -> Option<Secret> {
        self.files().remove(&name)
    }

    /// Puts a file there, whatever was there before.
    pub fn put(&self, name: KeyName, key: Secret) {
        self.files().insert(name, key);
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<KeyName, Secret>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyFiles for MemoryKeys {
    fn read(&self) -> Result<KeySet, FilesFault> {
        let mut set = KeySet::default();
        for (name, key) in self.files().iter() {
            match name {
                KeyName::Root(_) => set.roots.push(key.clone()),
                KeyName::Epoch(number) => drop(set.epochs.insert(*number, key.clone())),
                KeyName::National => {}
            }
        }
        Ok(set)
    }

    fn national(&self) -> Result<Secret, FilesFault> {
        let path = KeyName::National.to_string();
        self.files().get(&KeyName::National).cloned().ok_or(FilesFault::Missing { path })
    }

    fn keep(&self, name: KeyName, key: &Secret) -> Result<(), FilesFault> {
        if self.files().contains_key(&name) {
            return Err(FilesFault::There { path: name.to_string() });
        }
        self.put(name, key.clone());
        Ok(())
    }

    fn destroy(&self, name: KeyName) -> Result<(), FilesFault> {
        self.files().remove(&name);
        Ok(())
    }

    fn hold(&self) -> Result<Box<dyn Send>, FilesFault> {
        Ok(Box::new(()))
    }
}
