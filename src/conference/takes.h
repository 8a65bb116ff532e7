// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conference/domain.h"

namespace mcu::conference {

/// Shows sites: one atomic take of picture and sound. The picture is asked for at once; microphones
/// change when the witness (the chair, else the first who sees the picture) is sent it. Thread:
/// control.
class Takes {
public:
    explicit Takes(Domain& domain) : domain_(domain) {}

    void start(Conference& conference,
               Site& site,
               bool keepMicrophones,
               const Actor& actor,
               Service::Done done);
    /// Looks whether the take under way is complete; after each report of the media.
    void check(Conference& conference);
    /// The operator set the microphone by hand meanwhile: the take leaves it alone.
    void abandon(Conference& conference, const std::string& why);

private:
    void finish(Conference& conference, bool pictureCame);
    void switchMicrophones(Conference& conference, const Take& take);
    [[nodiscard]] SiteId witnessFor(const Conference& conference, const SiteId& shown) const;

    Domain& domain_;
    std::uint64_t lastSerial_ = 0;
};

}  // namespace mcu::conference
