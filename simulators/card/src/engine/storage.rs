//! SELECT, READ BINARY and UPDATE BINARY.

use eac::encoding::{Chat, Right};
use iso7816::StatusWord;
use iso7816::tlv::{Tag, encoded_len, write_header};

use super::Engine;
use crate::command::{
    BinaryFile, ReadBinary, ReadForm, Select, SelectAnswer, SelectTarget, UpdateBinary,
};
use crate::fault::Fault;
use crate::files::{Found, WriteError, control_information, control_parameters};
use crate::{AccessRule, DirectoryRef, FileRef, Profile, Reason, Refusal, SecurityStatus};

const DATA: Tag = Tag::new(0x53);

impl<P: Profile> Engine<P> {
    pub(super) fn select(
        &mut self,
        select: &Select<'_>,
        answer: &mut Vec<u8>,
    ) -> Result<(), Refusal> {
        let found = self.find(select.target).ok_or_else(|| self.not_found())?;
        match found {
            Found::Directory(directory) => {
                self.volatile.directory = directory;
                self.volatile.file = None;
            }
            Found::File(file) => {
                self.volatile.directory = file.directory();
                self.volatile.file = Some(file);
            }
        }
        match select.answer {
            _ if select.ne.is_none() => (),
            SelectAnswer::None => (),
            SelectAnswer::ControlInformation => {
                answer.extend(control_information(&self.stored.files, found))
            }
            SelectAnswer::ControlParameters => {
                answer.extend(control_parameters(&self.stored.files, found))
            }
        }
        Ok(())
    }

    fn find(&self, target: SelectTarget<'_>) -> Option<Found> {
        let (files, here) = (&self.stored.files, self.volatile.directory);
        match target {
            SelectTarget::MasterFile => Some(Found::Directory(DirectoryRef::MASTER_FILE)),
            SelectTarget::Identifier(id) => files.reachable(here, id),
            SelectTarget::ChildDirectory(id) => files.child(here, id).map(Found::Directory),
            SelectTarget::ChildFile(id) => files.file_in(here, id).map(Found::File),
            SelectTarget::Parent => files.parent(here).map(Found::Directory),
            SelectTarget::Application(name) => files.application(name).map(Found::Directory),
            SelectTarget::PathFromMasterFile(path) => files.walk(DirectoryRef::MASTER_FILE, path),
            SelectTarget::PathFromHere(path) => files.walk(here, path),
        }
    }

    pub(super) fn read_binary(
        &mut self,
        read: ReadBinary,
        room: usize,
        answer: &mut Vec<u8>,
    ) -> Result<StatusWord, Refusal> {
        let place = self.locate(read.file)?;
        let file = self
            .stored
            .files
            .file(place)
            .ok_or_else(|| self.not_found())?;
        self.judge_read(file.read_rule(), place)?;
        let room = room.min(read.ne.as_usize());
        let most = match read.form {
            ReadForm::Plain => room,
            ReadForm::Object => most_in_object(room),
        };
        let offset = read.offset;
        let bytes = match file.read(offset, most) {
            Some(bytes) if self.has(Fault::ReadOneByteShort) => {
                bytes.split_last().map_or(bytes, |(_, rest)| rest)
            }
            Some(bytes) => bytes,
            None if self.has(Fault::OffsetCheckMissing) => &[],
            None => {
                let because = Reason::Offset {
                    file: file.id(),
                    offset,
                };
                return Err(Refusal::new(StatusWord::OFFSET_OUTSIDE_FILE, because));
            }
        };
        if read.form == ReadForm::Object {
            write_header(DATA, bytes.len(), answer);
        }
        answer.extend_from_slice(bytes);
        let at_end = offset.saturating_add(bytes.len()) >= file.content().len();
        self.make_current(read.file, place);
        let short = at_end && !read.to_the_end && answer.len() < read.ne.as_usize();
        Ok(if short && !self.has(Fault::ReadPastEnd9000) {
            StatusWord::END_OF_FILE
        } else {
            StatusWord::OK
        })
    }

    pub(super) fn update_binary(&mut self, update: UpdateBinary<'_>) -> Result<(), Refusal> {
        let place = self.locate(update.file)?;
        let file = self
            .stored
            .files
            .file(place)
            .ok_or_else(|| self.not_found())?;
        let (id, offset, length) = (file.id(), update.offset, update.data.len());
        self.judge(file.write_rule(), Fault::WriteRightNotChecked)?;
        if !self.has(Fault::UpdateIgnored) {
            let file = self.stored.files.file_mut(place);
            file.map_or(Ok(()), |file| file.write(offset, update.data))
                .map_err(|error| match error {
                    WriteError::OffsetOutside => Refusal::new(
                        StatusWord::OFFSET_OUTSIDE_FILE,
                        Reason::Offset { file: id, offset },
                    ),
                    WriteError::NoRoom => Refusal::new(
                        StatusWord::NOT_ENOUGH_MEMORY,
                        Reason::NoRoom {
                            file: id,
                            offset,
                            length,
                        },
                    ),
                })?;
        }
        self.make_current(update.file, place);
        Ok(())
    }

    fn locate(&self, file: BinaryFile) -> Result<FileRef, Refusal> {
        let (files, here) = (&self.stored.files, self.volatile.directory);
        match file {
            BinaryFile::Current => {
                let none = || Refusal::new(StatusWord::NO_CURRENT_EF, Reason::NoCurrentFile);
                self.volatile.file.ok_or_else(none)
            }
            BinaryFile::Short(id) => files
                .file_by_short_id(here, id)
                .ok_or_else(|| self.not_found()),
            BinaryFile::Identifier(id) => files.file_in(here, id).ok_or_else(|| self.not_found()),
        }
    }

    fn make_current(&mut self, named: BinaryFile, place: FileRef) {
        if named == BinaryFile::Current || !self.has(Fault::ShortIdentifierDoesNotSelect) {
            self.volatile.file = Some(place);
        }
    }

    fn not_found(&self) -> Refusal {
        let status = match self.has(Fault::AbsentFileAnswers6982) {
            true => StatusWord::SECURITY_STATUS_NOT_SATISFIED,
            false => StatusWord::FILE_NOT_FOUND,
        };
        Refusal::new(status, Reason::FileNotFound)
    }

    /// Judges a rule; the fault is the one that makes every right count as granted.
    fn judge(&self, rule: &AccessRule, all_rights: Fault) -> Result<(), Refusal> {
        let mut status = self.volatile.state.status();
        if self.has(all_rights) {
            status.terminal = status.terminal.map(with_all_rights);
        }
        self.judge_status(rule, &status)
    }

    fn judge_read(&self, rule: &AccessRule, place: FileRef) -> Result<(), Refusal> {
        let mut status = self.volatile.state.status();
        let in_master_file = place.directory() == DirectoryRef::MASTER_FILE;
        if self.has(Fault::ReadRightNotChecked) && !in_master_file {
            status.terminal = status.terminal.map(with_all_rights);
        }
        if self.has(Fault::DataGroupReadBeforeCa) {
            status.chip = true;
        }
        self.wrong_status(&mut status, in_master_file, place);
        self.judge_status(rule, &status)
    }

    /// What only a card with a fault takes for proven.
    fn wrong_status(&self, status: &mut SecurityStatus, in_master_file: bool, place: FileRef) {
        use eac::encoding::{Role, TerminalType};
        let id = self.stored.files.file(place).map(|file| file.id().value());
        let inspection = || Chat::all_rights(TerminalType::InspectionSystem, Role::Terminal);
        if in_master_file && id == Some(0x011D) && self.has(Fault::CardSecurityReadableWithoutTa) {
            status.terminal = status.terminal.or_else(|| Some(inspection()));
        }
        if in_master_file && id == Some(0x011B) && self.has(Fault::ChipSecurityReadableByAll) {
            status.terminal = status.terminal.map(|_| inspection());
        }
        let inspects = status
            .terminal
            .is_some_and(|chat| chat.terminal_type() == TerminalType::InspectionSystem);
        if !in_master_file && inspects && self.has(Fault::InspectionSystemReadsNothing) {
            status.terminal = Some(Chat::new(TerminalType::SignatureTerminal, Role::Terminal));
        }
    }

    /// The rights as a card with a fault reads them.
    fn misread(&self, chat: Chat) -> Chat {
        if self.has(Fault::ReadBitsShifted) {
            return mapped(chat, |right| match right {
                Right::ReadDataGroup(group) => Right::ReadDataGroup(group + 1),
                other => other,
            });
        }
        if self.has(Fault::WriteBitsReversed) {
            return mapped(chat, |right| match right {
                Right::WriteDataGroup(group) => Right::WriteDataGroup(39 - group),
                other => other,
            });
        }
        if self.has(Fault::PrivilegedRightIgnored) {
            return chat.without(Right::PrivilegedTerminal);
        }
        chat
    }

    fn judge_status(&self, rule: &AccessRule, status: &SecurityStatus) -> Result<(), Refusal> {
        let refused = match self.has(Fault::ForbiddenFileAnswers6a82) {
            true => StatusWord::FILE_NOT_FOUND,
            false => StatusWord::SECURITY_STATUS_NOT_SATISFIED,
        };
        let mut status = *status;
        status.terminal = status.terminal.map(|chat| self.misread(chat));
        rule.judge(&status)
            .map_err(|missing| Refusal::new(refused, Reason::Access(missing)))
    }
}

fn mapped(chat: Chat, right: impl Fn(Right) -> Right) -> Chat {
    let rights: Vec<Right> = chat.rights().map(right).collect();
    Chat::with_rights(chat.terminal_type(), chat.role(), &rights)
}

fn with_all_rights(chat: Chat) -> Chat {
    Chat::all_rights(chat.terminal_type(), chat.role())
}

/// The most bytes that fit an object 53 of `room` bytes, header included.
fn most_in_object(room: usize) -> usize {
    let fits = |length: &usize| encoded_len(DATA, *length) <= room;
    // The header of an object takes between two and four bytes.
    (0..=3)
        .map(|less| room.saturating_sub(2 + less))
        .find(fits)
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::most_in_object;

    #[test]
    fn an_object_fills_the_room_that_there_is() {
        for (room, most) in [
            (3, 1),
            (129, 127),
            (130, 127),
            (131, 128),
            (258, 255),
            (259, 255),
            (260, 256),
        ] {
            assert_eq!(most_in_object(room), most, "{room}");
        }
    }
}
