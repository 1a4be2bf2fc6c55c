//! brainpoolP320r1 [RFC 5639 §3.5].

crate::weierstrass::weierstrass_curve! {
    BrainpoolP320r1: crate::curve::printed::BRAINPOOL_P320R1,
    uint: elliptic_curve::bigint::U384,
    bytes: elliptic_curve::consts::U40,
    equation: EquationAIsGeneric,
    non_residues: (5, 3),
    windows: 41,
}
