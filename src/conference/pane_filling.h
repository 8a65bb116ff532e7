// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include "conference/view_planner.h"

namespace mcu::conference {

/// The sites of a conference as the planner looks them up.
class Cast {
public:
    Cast(const PictureWish& wish, const std::vector<PictureFacts>& sites);
    [[nodiscard]] const PictureFacts* find(const SiteId& id) const;
    /// Its picture can be shown and is not lost for too long.
    [[nodiscard]] bool fresh(const SiteId& id) const;
    /// Its picture can be shown, though perhaps an old one.
    [[nodiscard]] bool shows(const SiteId& id) const;

    /// `site` must not be shown to `viewer`: it is the viewer, or comes by the same link.
    [[nodiscard]] bool own(const SiteId& viewer, const SiteId& site) const;

    /// Who fills free panes, in order: the chair, then the list.
    [[nodiscard]] const std::vector<SiteId>& order() const { return order_; }

private:
    Duration replaceLostAfter_;
    std::map<SiteId, const PictureFacts*> byId_;
    std::vector<SiteId> order_;
};

/// Who is in which pane. `viewer` (may be empty) is never among them; `previous` keeps panes still
/// as long as it can.
[[nodiscard]] std::vector<SiteId> fillPanes(const ViewWish& wish,
                                            const Cast& cast,
                                            const SiteId& viewer,
                                            const std::vector<SiteId>& previous);

/// The programme's panes without `viewer`: its pane goes to the next candidate or stays empty.
[[nodiscard]] std::vector<SiteId> withoutViewer(const std::vector<SiteId>& programme,
                                                const Cast& cast,
                                                const SiteId& viewer,
                                                const std::vector<SiteId>& previous);

}  // namespace mcu::conference
