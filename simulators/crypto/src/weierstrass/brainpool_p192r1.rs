//! brainpoolP192r1 [RFC 5639 §3.2].

crate::weierstrass::weierstrass_curve! {
    BrainpoolP192r1: crate::curve::printed::BRAINPOOL_P192R1,
    uint: elliptic_curve::bigint::U192,
    bytes: elliptic_curve::consts::U24,
    equation: EquationAIsGeneric,
    non_residues: (3, 7),
    windows: 25,
}
