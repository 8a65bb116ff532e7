// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/secret.h"
#include "media/agreed_media.h"

namespace mcu::conference {

/// A room (điểm cầu) as the site list knows it, connected or not (requirement TOP-03).
struct SiteRecord {
    SiteId id;                         ///< "x.03985": stable, ASCII
    std::string name;                  ///< "Điểm cầu UBND xã Chiềng Sơn (Mộc Châu)", NFC
    std::string shortName;             ///< caption; empty: the name
    std::vector<std::string> aliases;  ///< "mocchau/chiengson"
    std::string level;             ///< free text from configuration: province, district, commune
    std::string uri;               ///< how it is dialled; empty: only through its registration
    std::string backupUri;         ///< dialled when the room cannot be reached otherwise (MON-06)
    std::string user;              ///< the name it registers or calls with; empty: the id
    Secret<std::string> password;  ///< digest; empty: none asked from its address
    ConferenceId home;             ///< the conference it is put in when it calls the MCU itself
    bool hasEncryption = false;    ///< else the conference's policy holds
    media::Encryption encryption = media::Encryption::preferred;
    bool preferDtls = false;
    bool ice = false;  ///< offer ICE when we dial
    std::uint32_t maxKbps = 2000;

    /// What carries the room's signals elsewhere (TOP-08): "matrix": its input and output are the
    /// room's audio/video matrix; "upstream": a foreign MCU we take part in. Empty: an ordinary
    /// room.
    std::string relay;
    /// A foreign MCU below us without a control channel (TOP-14): its technician selects, told by
    /// phone.
    bool manualMcu = false;
    std::string phone;  ///< whom to call there
    SiteId via;         ///< this room is reached through that foreign MCU; it is never dialled
};

}  // namespace mcu::conference
