//! What steps keep for later steps of the same scenario: at most one value of each type.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::fmt;

/// Values by their type.
#[derive(Default)]
pub(crate) struct Kept {
    values: HashMap<TypeId, Box<dyn Any>>,
    names: Vec<&'static str>,
}

impl Kept {
    pub(crate) fn put<T: 'static>(&mut self, value: T) {
        if self
            .values
            .insert(TypeId::of::<T>(), Box::new(value))
            .is_none()
        {
            self.names.push(type_name::<T>());
        }
    }

    pub(crate) fn get<T: 'static>(&self) -> Option<&T> {
        self.values.get(&TypeId::of::<T>())?.downcast_ref()
    }

    pub(crate) fn get_mut<T: 'static>(&mut self) -> Option<&mut T> {
        self.values.get_mut(&TypeId::of::<T>())?.downcast_mut()
    }

    pub(crate) fn take<T: 'static>(&mut self) -> Option<T> {
        let value = self.values.remove(&TypeId::of::<T>())?;
        self.names.retain(|name| *name != type_name::<T>());
        value.downcast().ok().map(|value| *value)
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.names).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;

    #[test]
    fn there_is_one_place_for_each_type() {
        let mut kept = Kept::default();
        kept.put(1_u8);
        kept.put(2_u8);
        kept.put("text");
        assert_eq!(kept.get::<u8>(), Some(&2));
        assert_eq!(kept.take::<u8>(), Some(2));
        assert_eq!(kept.take::<u8>(), None);
        assert_eq!(kept.get::<&str>(), Some(&"text"));
    }
}
