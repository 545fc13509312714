//! Who may do what: the rules of `policies/`, asked one question at a time.
