// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mixing/video/element_runner.h"
#include "mixing/video/picture.h"

namespace mcu::mixing {

/// A decoder's buffer seen as a picture, without a copy. Null when it is no 4:2:0 picture of a size
/// taken.
PicturePointer wrapBuffer(GstBuffer* buffer, GstCaps* caps);

/// A picture as a buffer for an element, without a copy; the buffer keeps the picture.
BufferPointer wrapPicture(const PicturePointer& picture);

}  // namespace mcu::mixing
