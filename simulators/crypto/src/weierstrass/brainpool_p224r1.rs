//! brainpoolP224r1 [RFC 5639 §3.3].

crate::weierstrass::weierstrass_curve! {
    BrainpoolP224r1: crate::curve::printed::BRAINPOOL_P224R1,
    uint: elliptic_curve::bigint::U256,
    bytes: elliptic_curve::consts::U28,
    equation: EquationAIsGeneric,
    non_residues: (3, 3),
    windows: 29,
}
