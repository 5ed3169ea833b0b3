//! A host of a capture is followed by the model: is there any way in which its kernel, with these settings, receives and sends what was seen?
//!
//! Each host is followed by itself. What was captured between two hosts is what left the one (or was lost before) and came to the other
//! (or was lost after), so a capture is a behaviour of all hosts together exactly when each of them can have done its part. A step is taken by the
//! specification's own host ([`halfopen_spec::host::Host::step`]); unseen steps (timers that expire in silence, accept(), lost
//! segments) are searched. Of each step the window of time is kept in which it can have been taken. Windows are kept for each step and timer by
//! itself, not their differences: where a step that nobody sees arms a timer, a little more is allowed than is possible.

mod calls;
mod dealt;
mod matching;
mod numbers;
mod search;
mod situation;
mod standing;
mod steps;
mod story;
mod watched;

pub use situation::Window;
pub use steps::{Before, Conditions, Waiting};
pub use story::{Divergence, Followed, Story, StorySent, StoryStep, follow};
pub use watched::{NotJudged, Role, Watched, watched};
