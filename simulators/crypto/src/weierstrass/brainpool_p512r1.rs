//! brainpoolP512r1 [RFC 5639 §3.7].

crate::weierstrass::weierstrass_curve! {
    BrainpoolP512r1: crate::curve::printed::BRAINPOOL_P512R1,
    uint: elliptic_curve::bigint::U512,
    bytes: elliptic_curve::consts::U64,
    equation: EquationAIsGeneric,
    non_residues: (2, 7),
    windows: 65,
}
