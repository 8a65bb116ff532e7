// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/tally.h"

namespace mcu::conference {

media::Banner withTally(const media::Banner& banner, Tally tally) {
    if (tally == Tally::none) {
        return banner;
    }
    media::Banner told = banner;
    told.text = tally == Tally::onAir ? "ĐANG LÊN HÌNH" : "CHỦ TỌA GỌI – MỜI CHUẨN BỊ";
    told.text += banner.text.empty() ? "" : "  ·  " + banner.text;
    return told;
}

}  // namespace mcu::conference
