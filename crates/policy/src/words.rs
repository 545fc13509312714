//! Sentences of roles, purposes and acts.
